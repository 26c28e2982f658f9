package dev.periplus.draft;

import org.jspecify.annotations.Nullable;

/**
 * What a flow said first.
 *
 * @param transport IP protocol number: 6, 17 or 132
 * @param clientFirst true where the side taken for the client spoke first
 * @param observed true where it is known who the client is
 * @param client its address
 * @param server its address
 * @param serverPort where the server listens; shown, never drafted
 * @param opening the first message of who spoke first
 * @param openingNext the second message of that side, or null
 * @param answer the other side's first message where it came straight after {@code opening}, else null
 */
public record Sample(
        int transport,
        boolean clientFirst,
        boolean observed,
        String client,
        String server,
        int serverPort,
        Utterance opening,
        @Nullable Utterance openingNext,
        @Nullable Utterance answer) {}
