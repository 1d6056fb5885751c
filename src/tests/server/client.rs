//! The client's network address behind trusted proxies.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Request};
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use leptos_messenger::server::{Network, TrustedProxies, find_client};
use std::net::{IpAddr, SocketAddr};
use tower::ServiceExt;

const XFF: &str = "x-forwarded-for";
const FWD: &str = "forwarded";

fn trusting(networks: &str) -> TrustedProxies {
    let networks: Vec<Network> = networks
        .split(' ')
        .filter(|one| !one.is_empty())
        .map(|one| Network::parse(one).expect("a network"))
        .collect();
    TrustedProxies::new(&networks)
}

fn client(proxies: &TrustedProxies, peer: &str, headers: &[(&'static str, &[u8])]) -> String {
    let headers: HeaderMap = headers
        .iter()
        .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_bytes(value).expect("bytes")))
        .fold(HeaderMap::new(), |mut headers, (name, value)| {
            headers.append(name, value);
            headers
        });
    proxies.client(peer.parse::<IpAddr>().expect("an address"), &headers).to_string()
}

#[test]
fn the_client_is_the_peer_unless_a_trusted_proxy_names_another() {
    let proxies = trusting("10.0.0.0/8 2001:db8:9::/48 ::1 192.0.2.250");
    type Case<'a> = (&'a str, &'a [(&'static str, &'a [u8])], &'a str);
    let cases: &[Case] = &[
        // Nobody else is believed.
        ("203.0.113.1", &[(XFF, b"198.51.100.1")], "203.0.113.1"),
        ("203.0.113.1", &[(FWD, b"for=198.51.100.1")], "203.0.113.1"),
        ("11.0.0.1", &[(XFF, b"198.51.100.1")], "11.0.0.1"),
        ("10.1.2.3", &[], "10.1.2.3"),
        // The rightmost that is not trusted, over several lines too.
        ("10.1.2.3", &[(XFF, b"198.51.100.1")], "198.51.100.1"),
        ("10.1.2.3", &[(XFF, b"1.1.1.1, 198.51.100.1")], "198.51.100.1"),
        ("10.1.2.3", &[(XFF, b"1.1.1.1, 198.51.100.1,10.9.9.9 , 192.0.2.250")], "198.51.100.1"),
        ("10.1.2.3", &[(XFF, b"1.1.1.1"), (XFF, b"198.51.100.1, 10.9.9.9")], "198.51.100.1"),
        ("10.1.2.3", &[(XFF, b"10.9.9.9, 10.8.8.8")], "10.9.9.9"),
        ("::ffff:10.1.2.3", &[(XFF, b"::ffff:198.51.100.1")], "198.51.100.1"),
        ("2001:db8:9:1::5", &[(XFF, b"2001:db8:8::1")], "2001:db8:8::1"),
        ("::1", &[(XFF, b"198.51.100.1:4711")], "198.51.100.1"),
        ("::1", &[(XFF, b"[2001:db8::7]:4711")], "2001:db8::7"),
        ("::1", &[(XFF, b"[2001:db8::7]")], "2001:db8::7"),
        // What cannot be read ends the way back.
        ("10.1.2.3", &[(XFF, b"")], "10.1.2.3"),
        ("10.1.2.3", &[(XFF, b"198.51.100.1, ")], "10.1.2.3"),
        ("10.1.2.3", &[(XFF, b"198.51.100.1, unknown")], "10.1.2.3"),
        ("10.1.2.3", &[(XFF, b"198.51.100.1, garbage, 10.9.9.9")], "10.9.9.9"),
        ("10.1.2.3", &[(XFF, b"garbage, 198.51.100.1")], "198.51.100.1"),
        ("10.1.2.3", &[(XFF, b"\xff\xfe")], "10.1.2.3"),
        ("10.1.2.3", &[(XFF, b"198.51.100.1"), (XFF, b"\xff")], "10.1.2.3"),
        ("10.1.2.3", &[(XFF, b"999.1.1.1")], "10.1.2.3"),
        ("10.1.2.3", &[(XFF, b",,,,")], "10.1.2.3"),
        // RFC 7239.
        ("10.1.2.3", &[(FWD, b"for=198.51.100.1;proto=https;by=10.1.2.3")], "198.51.100.1"),
        ("10.1.2.3", &[(FWD, b"For=\"[2001:db8::7]:4711\"")], "2001:db8::7"),
        ("10.1.2.3", &[(FWD, b"for=1.1.1.1, FOR=\"198.51.100.1:80\", for=10.9.9.9")], "198.51.100.1"),
        ("10.1.2.3", &[(FWD, b"for=198.51.100.1, for=_hidden")], "10.1.2.3"),
        ("10.1.2.3", &[(FWD, b"for=198.51.100.1, proto=http")], "10.1.2.3"),
        ("10.1.2.3", &[(FWD, b"for=\"198.51.100.1")], "10.1.2.3"),
        ("10.1.2.3", &[(FWD, b"for")], "10.1.2.3"),
        // A client may have added the header that the proxy does not know.
        ("10.1.2.3", &[(XFF, b"198.51.100.1"), (FWD, b"for=1.1.1.1")], "10.1.2.3"),
        ("10.1.2.3", &[(XFF, b"198.51.100.1"), (FWD, b"for=198.51.100.1")], "198.51.100.1"),
    ];
    for (peer, headers, expected) in cases {
        assert_eq!(client(&proxies, peer, headers), *expected, "{peer} {headers:?}");
    }
}

#[test]
fn without_the_setting_no_header_counts() {
    let nobody = trusting("");
    assert_eq!(
        client(&nobody, "127.0.0.1", &[(XFF, b"198.51.100.1"), (FWD, b"for=198.51.100.1")]),
        "127.0.0.1"
    );
}

#[test]
fn a_network_is_the_addresses_that_begin_alike() {
    for (network, inside, outside) in [
        ("192.0.2.1", "192.0.2.1", "192.0.2.2"),
        ("192.0.2.128/25", "192.0.2.255", "192.0.2.127"),
        ("10.0.0.0/8", "10.255.0.1", "11.0.0.1"),
        ("2001:db8::/32", "2001:db8:ffff::1", "2001:db9::1"),
        ("::1/128", "::1", "::2"),
    ] {
        let proxies = trusting(network);
        assert_eq!(client(&proxies, inside, &[(XFF, b"203.0.113.9")]), "203.0.113.9", "{network}");
        assert_eq!(client(&proxies, outside, &[(XFF, b"203.0.113.9")]), outside, "{network}");
    }
    let all = trusting("0.0.0.0/0 ::/0");
    assert_eq!(client(&all, "1.2.3.4", &[(XFF, b"5.6.7.8")]), "5.6.7.8");
    for bad in ["", "10.0.0.0/33", "::/129", "10.0.0.0/-1", "10.0.0/8", "10.0.0.0/8/8", "x", "10.0.0.0/"] {
        assert_eq!(Network::parse(bad), None, "{bad}");
    }
}

#[tokio::test]
async fn whoever_counts_by_address_sees_the_clients() {
    let show = async |ConnectInfo(client): ConnectInfo<SocketAddr>| client.to_string();
    let app =
        Router::new().route("/", get(show)).layer(from_fn_with_state(trusting("10.0.0.1"), find_client));
    let mut request = Request::get("/").header(XFF, "198.51.100.1").body(Body::empty()).expect("a request");
    request.extensions_mut().insert(ConnectInfo::<SocketAddr>("10.0.0.1:4711".parse().expect("an address")));
    let answer = app.oneshot(request).await.expect("an answer");
    assert_eq!(to_bytes(answer.into_body(), 100).await.expect("a body"), "198.51.100.1:4711");
}
