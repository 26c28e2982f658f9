package dev.periplus.engine;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStream;
import dev.periplus.answer.Places;
import dev.periplus.bench.CaptureFolder;
import dev.periplus.capture.CaptureOptions;
import dev.periplus.capture.CaptureSet;
import dev.periplus.capture.FilterException;
import dev.periplus.correlate.CorrelateSettings;
import dev.periplus.correlate.Correlator;
import dev.periplus.correlate.ProcessRules;
import dev.periplus.correlate.Processes;
import dev.periplus.correlate.Settling;
import dev.periplus.flow.DamagedStateException;
import dev.periplus.fuzz.FuzzInput;
import dev.periplus.fuzz.FuzzSeed;
import dev.periplus.fuzz.Must;
import dev.periplus.registry.KnownUsers;
import dev.periplus.registry.PortRegistry;
import dev.periplus.report.json.JsonFlow;
import dev.periplus.report.json.JsonText;
import dev.periplus.rule.RuleSet;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Kept flows of any bytes, packed or to be packed. They are read, correlated and written as records, or refused with a
 * printable {@link DamagedStateException}.
 */
public final class FuzzKeptFlows {
    private static final int MOST_UNPACKED = 1 << 20;
    private static final int LONGEST_SEED = 1 << 14;
    private static final RuleSet RULES = Knowledge.ruleLoader().packaged().load();
    private static final Settling SETTLING = new Settling(
            RULES, PortRegistry.load(), KnownUsers.load(), new Processes(null, ProcessRules.none(RULES)), Places.NONE);
    private static final JsonText TEXT = new JsonText();
    private static final JsonFlow JSON = new JsonFlow(TEXT);

    private FuzzKeptFlows() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        boolean packed = input.flag();
        byte[] rest = input.rest();
        byte[] file = packed ? rest : Zstd.compress(rest, 1);
        Correlator correlator = new Correlator(SETTLING, CorrelateSettings.DEFAULT);
        correlator.begin(List.of("capture")::get, JSON::write);
        FlowJoin join = new FlowJoin(correlator);
        try {
            join.read(new ByteArrayInputStream(file), file.length, 0, 1);
        } catch (DamagedStateException refused) {
            Must.bePrintable(String.valueOf(refused.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        join.end();
        TEXT.clear();
    }

    public static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        try {
            for (Path capture : new CaptureFolder(Path.of("captures")).captures()) {
                byte[] kept = kept(capture);
                byte[] unpacked = unpacked(kept);
                if (unpacked.length <= LONGEST_SEED) {
                    seeds.add(new FuzzSeed().u8(0).rest(unpacked).bytes());
                    seeds.add(new FuzzSeed().u8(1).rest(kept).bytes());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return seeds;
    }

    private static byte[] unpacked(byte[] kept) throws IOException {
        try (ZstdInputStream in = new ZstdInputStream(new ByteArrayInputStream(kept))) {
            return in.readNBytes(MOST_UNPACKED);
        }
    }

    /** What is kept of a capture. */
    private static byte[] kept(Path capture) throws IOException {
        Knowledge knowledge =
                new Knowledge(RULES, PortRegistry.load(), KnownUsers.load(), ProcessRules.none(RULES), Places.NONE);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (CaptureSet set = new CaptureSet(List.of(capture.toString()), CaptureOptions.everything());
                SavingEngine engine = new SavingEngine(Engine.Settings.of(knowledge, 1), set, null)) {
            engine.readPart(file);
        } catch (FilterException e) {
            throw new IllegalStateException(e);
        }
        return file.toByteArray();
    }
}
