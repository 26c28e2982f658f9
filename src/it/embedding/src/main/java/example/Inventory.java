package example;

import dev.periplus.api.Claim;
import dev.periplus.api.Periplus;
import dev.periplus.api.Proof;
import dev.periplus.api.RunResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prints what each flow of some captures is, and the packet that shows it. */
public final class Inventory {
    private Inventory() {}

    public static void main(String[] captures) throws IOException {
        Path[] paths = Stream.of(captures).map(Path::of).toArray(Path[]::new);
        RunResult run = Periplus.open(paths).each(flow -> {
            System.out.println(flow.traffic().server().address() + ":" + flow.traffic().server().port() + "/"
                    + flow.traffic().transport() + " is " + (flow.label() == null ? flow.unknownBecause() : flow.label()));
            for (Proof proof : flow.evidence()) {
                System.out.println("  " + proof.rule() + ": " + proof.says() + " (packet " + proof.packet() + ")");
            }
        });
        System.out.println(run.packets() + " packets, " + run.flows() + " flows, problems " + run.problems());
        System.out.println("3248/udp is claimed by "
                + Periplus.open(paths).explain("3248/udp").stream()
                        .map(Claim::name)
                        .collect(Collectors.joining(", ")));
    }
}
