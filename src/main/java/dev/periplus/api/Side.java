package dev.periplus.api;

/** A side of a flow, as far as the direction is known. */
public enum Side {
    CLIENT,
    SERVER
}
