//! Every operation is a span that is exported to OpenTelemetry, and the server continues its trace.

use std::convert::Infallible;
use std::error::Error;

use gql_runtime::http::{HeaderMap, HeaderName, HeaderValue};
use gql_runtime::transport::{Endpoint, Http};
use gql_runtime::{Client, operations};
use opentelemetry::global;
use opentelemetry::propagation::Injector;
use opentelemetry::trace::TracerProvider;
use opentelemetry_otlp::SpanExporter;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing::{Span, info, instrument};
use tracing_opentelemetry::OpenTelemetrySpanExt;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, fmt};

#[operations(schema = "schema.graphql", documents = "graphql/books.graphql")]
mod shop {}

use shop::Books;

/// Headers into which the context of a trace is written.
#[derive(Default)]
struct Headers(HeaderMap);

impl Injector for Headers {
    fn set(&mut self, key: &str, value: String) {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(key), HeaderValue::try_from(value)) {
            self.0.insert(name, value);
        }
    }
}

/// The header `traceparent` of the current span.
fn trace_headers() -> HeaderMap {
    let mut headers = Headers::default();
    let context = Span::current().context();
    global::get_text_map_propagator(|propagator| propagator.inject_context(&context, &mut headers));
    headers.0
}

fn init_tracing() -> Result<SdkTracerProvider, Box<dyn Error>> {
    global::set_text_map_propagator(TraceContextPropagator::new());
    // Sends to http://localhost:4318 unless OTEL_EXPORTER_OTLP_ENDPOINT names another collector.
    let exporter = SpanExporter::builder().with_http().build()?;
    let provider = SdkTracerProvider::builder().with_batch_exporter(exporter).build();
    tracing_subscriber::registry()
        .with(EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info")))
        .with(fmt::layer())
        .with(tracing_opentelemetry::layer().with_tracer(provider.tracer("traced-bookshop")))
        .init();
    Ok(provider)
}

#[instrument(skip(client))]
async fn list(client: &Client) -> Result<(), gql_runtime::Error> {
    let data = client.query(Books { first: 10 }).data().await?;
    info!(books = data.books.len(), "listed");
    for book in data.books {
        println!("{}", book.title);
    }
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let provider = init_tracing()?;
    let endpoint = Endpoint::builder("http://127.0.0.1:8000/graphql")
        .headers_with(|_refusal| async { Ok::<_, Infallible>(trace_headers()) })
        .build()?;
    let result = list(&Client::new(Http::new(&endpoint))).await;
    provider.shutdown()?; // sends the spans that are waiting
    Ok(result?)
}
