package dev.periplus.answer;

import dev.periplus.answer.HostFact.Grade;
import dev.periplus.answer.HostFact.Kind;
import dev.periplus.text.NameTable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The system that a host runs, inferred from the names of its software, by {@code systems.tsv}. */
final class Systems {
    private static final Map<String, List<String>> BY_WORDS = NameTable.read(Systems.class, "systems.tsv");

    private Systems() {}

    /** Returns the system that follows from a fact, or null. */
    static @Nullable HostFact of(HostFact fact) {
        if (fact.kind() != Kind.SOFTWARE && fact.kind() != Kind.MODEL) {
            return null;
        }
        for (Map.Entry<String, List<String>> row : BY_WORDS.entrySet()) {
            if (fact.value().contains(row.getKey())) {
                return new HostFact(
                        fact.host(),
                        Kind.SYSTEM,
                        row.getValue().get(0),
                        Grade.INFERRED,
                        fact.source(),
                        fact.by(),
                        fact.capture(),
                        fact.packet(),
                        fact.offset(),
                        fact.bytes(),
                        fact.time());
            }
        }
        return null;
    }
}
