//! Cookies for connections that reqwest does not make.

use http::HeaderMap;
use http::header::{COOKIE, SET_COOKIE};
use reqwest::Url;
use reqwest::cookie::CookieStore as _;

use crate::transport::endpoint::{Address, Target};

impl Target {
    /// Adds the jar's cookies for this address, unless there is a `Cookie` header already.
    pub(in crate::transport) fn add_cookies(&self, address: &Address, headers: &mut HeaderMap) {
        if let Some(jar) = &self.route.cookies
            && !headers.contains_key(COOKIE)
            && let Ok(url) = Url::parse(&address.url("http"))
            && let Some(cookies) = jar.cookies(&url)
        {
            headers.insert(COOKIE, cookies);
        }
    }

    /// Stores the cookies of a response in the jar.
    pub(in crate::transport) fn keep_cookies(&self, address: &Address, headers: &HeaderMap) {
        if let Some(jar) = &self.route.cookies
            && let Ok(url) = Url::parse(&address.url("http"))
        {
            jar.set_cookies(&mut headers.get_all(SET_COOKIE).iter(), &url);
        }
    }
}
