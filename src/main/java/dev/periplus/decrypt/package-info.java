/**
 * What opens TLS, DTLS and QUIC to somebody who has their secrets: key logs, key schedules, protection of records and
 * packets. Lines of key logs and blocks of captures enter on the reading thread; shards ask for the secrets of a
 * handshake and get plaintext, or nothing if a secret is wrong. Ciphers are those of the JDK.
 */
@NullMarked
package dev.periplus.decrypt;

import org.jspecify.annotations.NullMarked;
