package dev.periplus.correlate;

/**
 * Settles flows once all is known of them, and hands their records on.
 *
 * <p>A flow that more may come of is settled in its turn, because later ones learn from it, and released later; if
 * something came, it is settled anew in another {@link DueRecord} with the same number, and the first is dropped.
 */
interface RecordMaking {
    /** Settles a flow, as if all flows before it were settled. */
    void settle(DueRecord due);

    /** Hands on the record of a flow, after those released before. */
    void release(DueRecord due);

    /** Forgets a flow that will be settled anew. */
    void drop(DueRecord due);

    /** Returns once a flow is settled, so that it may change. */
    void await(DueRecord due);

    /** Settles further flows by other rules. */
    void use(Settling better);

    /** Called now and then: hands on what is ready. */
    void pulse();

    /** Hands on all records. */
    void end();
}
