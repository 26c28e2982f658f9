package dev.periplus.synthetic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes every synthetic capture and its expected answers into a directory. */
public final class SyntheticCaptures {
    private SyntheticCaptures() {}

    /** Takes the directory as its only argument; the default is {@code captures}. */
    public static void main(String[] args) {
        write(Path.of(args.length == 0 ? "captures" : args[0]));
    }

    /** Returns new scenarios, because each keeps state while it generates its capture. */
    static List<Scenario> scenarios() {
        return List.of(
                new FramehawkXenapp(),
                new FramehawkGateway(),
                new FramehawkHighPort(),
                new FramehawkLate(),
                new ClientsOn3224(),
                new Lone3248(),
                new SshOn3251(),
                new Scan(),
                new Edt(),
                new OddPorts(),
                new Random3260(),
                new HdxAudio(),
                new Tunnels(),
                new Changes(),
                new Announced(),
                new WithoutPorts(),
                new Everyday(),
                new LoneDatagrams(),
                new ChangeWindow(false),
                new ChangeWindow(true));
    }

    static void write(Path directory) {
        try {
            for (Scenario scenario : scenarios()) {
                Capture capture = scenario.make();
                Files.write(directory.resolve(capture.file()), capture.bytes());
                Files.writeString(directory.resolve(capture.expectedFile()), capture.expected());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
