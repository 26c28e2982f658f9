package dev.periplus.detect;

import dev.periplus.flow.Exchange;

/** Sides of a flow as its table numbers them: they stay where client and server turn out to be swapped. */
final class Sides {
    private Sides() {}

    /** The side, 0 or 1, that spoke just now. */
    static int speaking(Exchange exchange) {
        return exchange.speaker() == Exchange.CLIENT
                ? exchange.flow().clientSide()
                : exchange.flow().serverSide();
    }
}
