package dev.periplus.report;

import dev.periplus.address.Transport;
import dev.periplus.answer.Incomplete;
import dev.periplus.answer.Standing;
import dev.periplus.answer.Verdict;
import dev.periplus.decode.Tunnel;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowEnd;
import dev.periplus.text.NameTable;
import dev.periplus.text.Nearest;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What conditions may compare fields with.
 *
 * @param protocols ids of all labels; empty if any will do
 * @param applications ids of all applications; empty if any will do
 * @param zone of times that name none
 */
public record FilterVocabulary(SortedSet<String> protocols, SortedSet<String> applications, ZoneId zone) {
    static final FilterVocabulary ANY = new FilterVocabulary(new TreeSet<>(), new TreeSet<>(), ZoneOffset.UTC);

    /** Returns all values that a field can have, in lower case; empty if they cannot be listed. */
    Collection<String> values(String field) {
        return switch (field) {
            case "label", "protocol", "protocols", "inside" -> protocols;
            case "application", "service.id" -> applications;
            case "standing" -> ids(Standing.values(), Standing::id);
            case "unknown_because" -> ids(Verdict.Unknown.values(), Verdict.Unknown::id);
            case "incomplete" -> ids(Incomplete.values(), Incomplete::id);
            case "basis" -> ids(Verdict.Basis.values(), Words::of);
            case "direction" -> ids(Flow.Direction.values(), Words::of);
            case "ended" -> ids(FlowEnd.values(), Words::of);
            case "tunnel" -> ids(Tunnel.values(), Tunnel::id);
            case "transport" ->
                IntStream.range(0, 256).mapToObj(Transport::name).toList();
            default -> List.of();
        };
    }

    /** Whether a field can have a value, in lower case. */
    boolean allows(String field, String value) {
        Collection<String> known = values(field);
        return known.isEmpty()
                || known.contains(value)
                || field.equals("transport") && Transport.numberOfName(value) >= 0;
    }

    private static <E> List<String> ids(E[] values, Function<E, String> id) {
        return Stream.of(values).map(id).toList();
    }

    /** Returns the known words nearest to one, also if it is another tool's name of a protocol. */
    static List<String> near(String name, Collection<String> known) {
        List<String> other =
                NameTable.read(FilterVocabulary.class, "protocol-names.tsv").getOrDefault(name, List.of());
        List<String> same = other.stream().filter(known::contains).toList();
        return same.isEmpty() ? Nearest.of(name, known) : same;
    }
}
