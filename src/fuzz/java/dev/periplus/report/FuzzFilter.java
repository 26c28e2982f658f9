package dev.periplus.report;

import dev.periplus.answer.FlowRecord;
import dev.periplus.fuzz.FuzzInput;
import dev.periplus.fuzz.Must;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * Conditions of {@code -Y} of any text. A condition is read and can be asked of any flow, or it is refused with a
 * printable sentence and a column of the text.
 */
public final class FuzzFilter {
    private static final List<FlowRecord> RECORDS = List.of(
            Records.full(),
            Records.udp("2001:db8::1", "2001:db8::2", 3248).scan(30).made(),
            HostileTextTest.saying("text"));

    private FuzzFilter() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        String text = FuzzInput.text(bytes);
        try {
            ResultFilter filter = ResultFilter.parse(text);
            RECORDS.forEach(filter::test);
        } catch (WrongFilterException refused) {
            Must.hold(refused.column() >= 1 && refused.column() <= text.length() + 1, "column");
            Must.bePrintable(String.valueOf(refused.getMessage()));
        }
    }

    public static List<byte[]> seeds() {
        Stream<String> texts = Stream.of(
                "label==ssh and server.port!=22 and standing==not-as-registered",
                "client.ip in {10.0.0.0/8, 2001:db8::/32} or not (bytes >= 100)",
                "tls.sni contains \"example\"",
                "confidence < 0.9 and registered",
                "process == \"a b\" or duration > 1.5",
                "scan.targets >= 25 and transport == udp");
        Stream<String> fields = new RecordFields()
                .filterable().keySet().stream().flatMap(name -> Stream.of(name, name + " == 1", name + " >= 1"));
        return Stream.concat(texts, fields)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
