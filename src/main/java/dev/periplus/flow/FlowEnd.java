package dev.periplus.flow;

/** Why a flow ended. */
public enum FlowEnd {
    IDLE,
    CLOSED,
    EVICTED,
    END_OF_CAPTURE,
    /** The flow is still open; the record covers it so far. */
    ACTIVE
}
