package example;

import dev.periplus.api.FlowOutput;
import dev.periplus.api.IdentifiedFlow;
import dev.periplus.api.RunResult;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a line for each flow, {@code -o servers=FILE}: address and port of the server, and what it speaks. */
public final class ServerList implements FlowOutput {
    @Override
    public String name() {
        return "servers";
    }

    @Override
    public Writer open(String target) throws IOException {
        BufferedWriter out = Files.newBufferedWriter(Path.of(target));
        return new Writer() {
            @Override
            public void flow(IdentifiedFlow flow) throws IOException {
                out.write(flow.traffic().server().address() + "\t" + flow.traffic().server().port() + "\t"
                        + (flow.label() == null ? "?" : flow.label()) + "\n");
            }

            @Override
            public void finish(RunResult run) throws IOException {
                out.close();
            }
        };
    }
}
