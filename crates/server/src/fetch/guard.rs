//! Which addresses are on the open web. Pure.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// True for a public address; with `private` also for this machine and private networks, and for nothing else.
pub fn is_allowed(address: IpAddr, private: bool) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address) || private && (address.is_private() || address.is_loopback()),
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(mapped) => is_allowed(IpAddr::V4(mapped), private),
            None => is_public_v6(address) || private && (address.is_unique_local() || address.is_loopback()),
        },
    }
}

/// All but what the registry of special addresses sets apart.
fn is_public_v4(address: Ipv4Addr) -> bool {
    match address.octets() {
        // This network, this machine, private networks.
        [0 | 10 | 127, ..] | [192, 168, ..] | [172, 16..=31, ..] => false,
        // Between a carrier and its customers; one's own link, where clouds keep their secrets.
        [100, 64..=127, ..] | [169, 254, ..] => false,
        // Protocol assignments, documentation, the old relay of IPv6, measurements.
        [192, 0, 0 | 2, _] | [192, 88, 99, _] | [198, 18 | 19, ..] | [198, 51, 100, _] | [203, 0, 113, _] => false,
        // Multicast, reserved, broadcast.
        [224..=255, ..] => false,
        _ => true,
    }
}

/// Global unicast is 2000::/3; within it protocol assignments and tunnels that hide another address are set apart.
fn is_public_v6(address: Ipv6Addr) -> bool {
    match address.segments() {
        // Assignments of protocols, Teredo among them; documentation; 6to4.
        [0x2001, 0..=0x1ff, ..] | [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] | [0x2002, ..] => false,
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn allowed(address: &str, private: bool) -> bool {
        is_allowed(address.parse().unwrap(), private)
    }

    #[test]
    fn the_open_web_is_open() {
        for address in [
            "1.1.1.1",
            "8.8.8.8",
            "77.88.8.8",
            "100.63.255.255",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "169.253.1.1",
            "192.0.1.1",
            "198.17.0.1",
            "198.20.0.1",
            "223.255.255.255",
            "2606:4700::1111",
            "2a02:6b8::1",
            "::ffff:8.8.8.8",
        ] {
            assert!(allowed(address, false) && allowed(address, true), "{address}");
        }
    }

    #[test]
    fn private_networks_and_this_machine_are_open_on_demand_only() {
        for address in [
            "127.0.0.1",
            "127.255.255.254",
            "10.0.0.1",
            "10.255.255.255",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.0.1",
            "::1",
            "fc00::1",
            "fd12:3456::1",
            "::ffff:127.0.0.1",
            "::ffff:10.1.2.3",
            "::ffff:192.168.1.1",
            "::ffff:7f00:1",
        ] {
            assert!(!allowed(address, false) && allowed(address, true), "{address}");
        }
    }

    #[test]
    fn special_addresses_are_never_open() {
        for address in [
            "0.0.0.0",
            "0.1.2.3",
            "100.64.0.1",
            "100.127.255.255",
            "169.254.169.254",
            "192.0.0.1",
            "192.0.2.1",
            "192.88.99.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "239.255.255.250",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::ffff:169.254.169.254",
            "::ffff:0.0.0.0",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "100::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "2001::1",
            "2001:1ff::1",
            "2001:db8::1",
            "2002:7f00:1::1",
            "3fff::1",
        ] {
            assert!(!allowed(address, false) && !allowed(address, true), "{address}");
        }
    }

    proptest! {
        #[test]
        fn a_mapped_address_is_judged_as_what_it_is(octets in any::<[u8; 4]>(), private in any::<bool>()) {
            let plain = Ipv4Addr::from(octets);
            prop_assert_eq!(is_allowed(plain.to_ipv6_mapped().into(), private), is_allowed(plain.into(), private));
        }
    }
}
