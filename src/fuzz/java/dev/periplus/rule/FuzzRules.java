package dev.periplus.rule;

import dev.periplus.fuzz.FuzzInput;
import dev.periplus.fuzz.FuzzSeed;
import dev.periplus.fuzz.Must;
import dev.periplus.rulefile.RuleError;
import dev.periplus.rulefile.Yaml;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Files of protocols and of services. A file is read or refused with errors that are printable and name its lines; the
 * rules that were read can be tested on a message.
 */
public final class FuzzRules {
    private static final int LONGEST_SEED = 2048;
    private static final byte[] MESSAGE = "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private FuzzRules() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        boolean service = input.flag();
        String text = FuzzInput.text(input.rest());
        List<RuleError> errors = new ArrayList<>();
        Yaml yaml = new Yaml("rules/fuzz.yaml", text, errors);
        if (service) {
            new ServiceReader(yaml).read();
        } else {
            protocol(yaml, errors);
        }
        int lines = text.split("\\R", -1).length;
        for (RuleError error : errors) {
            Must.hold(error.line() >= 1 && error.line() <= lines + 1, "line of an error");
            Must.bePrintable(error.toString(), "");
        }
    }

    private static void protocol(Yaml yaml, List<RuleError> errors) {
        Protocol protocol = new RuleReader(yaml, List.of("socks"), List.of("ftp"), "http"::equals).read();
        if (protocol == null || !errors.isEmpty()) {
            return;
        }
        Message message = new Message().of(MESSAGE, 0, MESSAGE.length, MESSAGE.length, false);
        for (Signature signature : protocol.signatures()) {
            signature.matches(message);
            signature.replyMatches(message.answering(message));
        }
    }

    public static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (byte[] file : FuzzSeed.files(Path.of("rules/protocols"), ".yaml", LONGEST_SEED)) {
            seeds.add(new FuzzSeed().u8(0).rest(file).bytes());
        }
        for (byte[] file : FuzzSeed.files(Path.of("rules/services"), ".yaml", LONGEST_SEED)) {
            seeds.add(new FuzzSeed().u8(1).rest(file).bytes());
        }
        return seeds;
    }
}
