package dev.periplus.draft;

import org.jspecify.annotations.Nullable;

/**
 * The first messages of a flow.
 *
 * @param transport IP protocol number: 6, 17 or 132
 * @param clientFirst whether the presumed client spoke first
 * @param observed whether the client was observed, not guessed
 * @param client address of the client
 * @param server address of the server
 * @param serverPort port of the server; shown, never drafted
 * @param opening the first message of the side that spoke first
 * @param openingNext the second message of that side, or null
 * @param answer the other side's first message if it directly follows {@code opening}, else null
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
