//! The chunked transfer coding of a body, undone. <https://www.rfc-editor.org/rfc/rfc9112#section-7.1>

use httparse::{Status, parse_chunk_size};

/// What has come of a body.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Body {
    pub(super) content: Vec<u8>,
    /// Whether nothing more is to be waited for: it is all there, or it is not chunked.
    pub(super) over: bool,
}

/// Takes the chunks apart, as far as they came.
pub(super) fn decode(mut bytes: &[u8]) -> Body {
    let mut content = Vec::new();
    loop {
        let (head, size) = match parse_chunk_size(bytes) {
            Ok(Status::Complete(found)) => found,
            Ok(Status::Partial) => {
                return Body { content, over: false };
            }
            Err(_) => return Body { content, over: true },
        };
        let rest = bytes.get(head..).unwrap_or_default();
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        content.extend_from_slice(rest.get(..size).unwrap_or(rest));
        if size == 0 {
            return Body { content, over: true };
        }
        // Behind each chunk there is the end of a line.
        bytes = rest.get(size.saturating_add(2)..).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_as_far_as_they_came() {
        let whole = b"4\r\nWiki\r\n6;a=b\r\npedia \r\nE\r\nin \r\n\r\nchunks.\r\n0\r\n\r\n";
        for cut in 0..=whole.len() {
            let Body { content, over } = decode(&whole[..cut]);
            assert!(b"Wikipedia in \r\n\r\nchunks.".starts_with(&content[..]), "{cut}");
            // Without its last line's end it is known to be the last.
            assert_eq!(over, cut + 2 >= whole.len(), "{cut}");
            assert_eq!(content.len() == 24, cut + 7 >= whole.len(), "{cut}");
        }
    }

    #[test]
    fn what_is_not_chunked_is_not_waited_for() {
        for (bytes, content) in [
            (&b"<html>"[..], &b""[..]),
            (b"2\r\nok\r\nzz\r\n", b"ok"),
            (b"ffffffffffffffff\r\nendless", b"endless"),
        ] {
            let body = decode(bytes);
            assert_eq!(body.content, content);
            assert_eq!(body.over, !bytes.starts_with(b"f"));
        }
    }
}
