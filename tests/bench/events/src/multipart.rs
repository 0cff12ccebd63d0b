//! reqwest without a client around it: the body only, a bare scanner for the boundary, and multer.

use memchr::memmem::Finder;

use crate::{Failure, hand};

async fn response(url: String) -> Result<reqwest::Response, Failure> {
    Ok(reqwest::Client::new().post(url).body("{}").send().await?)
}

/// Reads the body and looks at nothing.
pub async fn raw(url: String) -> Result<usize, Failure> {
    let mut response = response(url).await?;
    let mut bytes = 0;
    while let Some(chunk) = response.chunk().await? {
        bytes += chunk.len();
    }
    Ok(bytes)
}

/// Looks for the delimiter in a buffer, and for the blank line; obeys no other rule of the format.
async fn scan(
    url: String,
    decode: impl Fn(&[u8]) -> Result<(), serde_json::Error>,
) -> Result<usize, Failure> {
    let (delimiter, blank) = (Finder::new("\r\n--graphql"), Finder::new("\r\n\r\n"));
    let mut response = response(url).await?;
    let (mut buffer, mut count) = (Vec::new(), 0);
    while let Some(chunk) = response.chunk().await? {
        buffer.extend_from_slice(&chunk);
        let mut start = 0;
        while let Some(end) = delimiter.find(&buffer[start..]) {
            if let Some(head) = blank.find(&buffer[start..start + end]) {
                decode(&buffer[start + head + 4..start + end])?;
                count += 1;
            }
            start += end + delimiter.needle().len();
        }
        buffer.drain(..start);
    }
    Ok(count)
}

/// Parts only.
pub async fn scanned(url: String) -> Result<usize, Failure> {
    scan(url, |part| {
        std::hint::black_box(part);
        Ok(())
    })
    .await
}

/// Parts, decoded in one pass.
pub async fn typed(url: String) -> Result<usize, Failure> {
    scan(url, decode).await
}

/// Parts as multer finds them, decoded in one pass.
pub async fn multer(url: String) -> Result<usize, Failure> {
    let body = futures_util::stream::try_unfold(response(url).await?, |mut response| async move {
        Ok::<_, reqwest::Error>(response.chunk().await?.map(|chunk| (chunk, response)))
    });
    let mut parts = ::multer::Multipart::new(body, "graphql");
    let mut count = 0;
    while let Some(part) = parts.next_field().await? {
        decode(&part.bytes().await?)?;
        count += 1;
    }
    Ok(count)
}

fn decode(part: &[u8]) -> Result<(), serde_json::Error> {
    let part: hand::Part = serde_json::from_slice(part)?;
    std::hint::black_box(&part.payload);
    Ok(())
}
