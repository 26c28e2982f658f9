package dev.periplus.capture;

/** A source that does not wait: what cannot be taken in time is lost, and counted. */
public interface LossySource extends PacketSource {
    /** What was lost before the sink saw it, as counted lately, and at the end of {@link #read}; any thread. */
    Drops drops();
}
