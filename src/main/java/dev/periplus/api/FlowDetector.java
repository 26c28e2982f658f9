package dev.periplus.api;

/**
 * Recognises a protocol by code: an add-on. Periplus makes an instance for each of its threads, so fields need no lock;
 * what belongs to a flow goes into {@link Observations#state}. All bytes are hostile. What it throws is counted as {@code
 * inspection.failures}, and the detector is not asked about that flow again.
 */
public interface FlowDetector {
    /** What to do after an inspection. */
    enum Next {
        /** Not this protocol, or nothing more to learn: do not call again for this flow. */
        DONE,
        /** Not enough bytes yet, or more to learn: call again when either side sends. */
        MORE
    }

    /** The rule that its evidence names: lower case with hyphens. */
    String name();

    /** Whether flows of this transport can be its protocol: {@code tcp}, {@code udp}, {@code sctp} … */
    boolean wants(String transport);

    /**
     * Called each time a side of a flow without a decision has sent. A stream is always passed from its beginning.
     *
     * @param conversation valid during the call only
     * @param found receives the evidence, during the call only
     */
    Next inspect(Conversation conversation, Observations found);
}
