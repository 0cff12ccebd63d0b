//! A dashboard in the terminal: prices as they change, and the state of the connection. `q` ends it.

use std::collections::BTreeMap;
use std::error::Error;
use std::thread;

use gql_runtime::subscription::Event;
use gql_runtime::transport::websocket::ConnectionState;
use gql_runtime::transport::{Backoff, Endpoint, WebSocket};
use gql_runtime::{Client, operations};
use ratatui::crossterm::event::{self, KeyCode};
use ratatui::layout::{Constraint, Layout};
use ratatui::style::{Color, Style};
use ratatui::widgets::{Block, Cell, Row, Table};
use ratatui::{DefaultTerminal, Frame};
use tokio::sync::mpsc;

#[operations(schema = "schema.graphql", documents = "graphql/price_changed.graphql")]
mod shop {}

use shop::PriceChanged;

/// The content of the screen.
#[derive(Default)]
struct Screen {
    /// Title to price, and whether the last change reduced it.
    prices: BTreeMap<String, (f64, bool)>,
    connection: String,
}

impl Screen {
    fn draw(&self, frame: &mut Frame) {
        let [table, status] =
            Layout::vertical([Constraint::Min(3), Constraint::Length(1)]).areas(frame.area());
        let rows = self.prices.iter().map(|(title, (price, reduced))| {
            let color = if *reduced { Color::Green } else { Color::Red };
            let price = Cell::from(format!("{price:>8.2}")).style(Style::new().fg(color));
            Row::new([Cell::from(title.as_str()), price])
        });
        let widths = [Constraint::Fill(1), Constraint::Length(8)];
        frame.render_widget(
            Table::new(rows, widths).block(Block::bordered().title("Prices")),
            table,
        );
        frame.render_widget(self.connection.as_str(), status);
    }
}

/// Sends the keys from a thread, because reading them blocks.
fn keys() -> mpsc::UnboundedReceiver<KeyCode> {
    let (sender, receiver) = mpsc::unbounded_channel();
    thread::spawn(move || {
        while let Ok(event) = event::read() {
            if let Some(key) = event.as_key_press_event()
                && sender.send(key.code).is_err()
            {
                return;
            }
        }
    });
    receiver
}

async fn run(terminal: &mut DefaultTerminal) -> Result<(), Box<dyn Error>> {
    let endpoint = Endpoint::new("http://127.0.0.1:8000/graphql")?;
    let socket = WebSocket::new(&endpoint)
        .path("/ws")?
        .reconnect(Backoff::new().max_attempts(u32::MAX));
    let mut states = socket.watch();
    let mut changes = Client::new(socket).subscribe(PriceChanged).events();
    let mut keys = keys();
    let mut screen = Screen::default();
    loop {
        terminal.draw(|frame| screen.draw(frame))?;
        tokio::select! {
            event = changes.next() => match event {
                None => return Ok(()), // the server completed it
                Some(event) => match event? {
                    Event::Response(response) => {
                        let change = response.into_result()?.price_changed;
                        screen.prices.insert(change.book.title, (change.price, change.reduced));
                    }
                    Event::Reconnected => screen.prices.clear(), // what was missed is unknown
                    _ => {}
                },
            },
            Some(state) = states.changed() => {
                screen.connection = match state {
                    ConnectionState::Connected { .. } => "connected".to_owned(),
                    ConnectionState::Reconnecting { attempt, delay, .. } => {
                        format!("connection lost, attempt {attempt} in {} s", delay.as_secs())
                    }
                    _ => "connecting".to_owned(),
                };
            },
            key = keys.recv() => if matches!(key, None | Some(KeyCode::Char('q'))) {
                return Ok(());
            },
        }
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut terminal = ratatui::init();
    let result = run(&mut terminal).await;
    ratatui::restore();
    result
}
