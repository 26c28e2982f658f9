package dev.periplus.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.answer.FlowRecord;
import dev.periplus.capture.CaptureOptions;
import dev.periplus.capture.CaptureSet;
import dev.periplus.capture.PcapngWriter;
import dev.periplus.flow.Role;
import dev.periplus.rule.RuleLoader;
import dev.periplus.rulefile.RuleFolder;
import dev.periplus.sockets.Grade;
import dev.periplus.sockets.Owner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A capture that names the process of a packet gives it to the flow. */
class CapturedProcessesTest {
    private static final String CAPTURE = "captures/ssh-on-3251.pcap";
    private static final int PKTAP = 258;

    @TempDir
    Path folder;

    private static List<Owner> owners(Path file) throws Exception {
        Engine.Settings settings = Engine.Settings.of(
                RuleFolder.read(null, packaged -> Knowledge.load(new RuleLoader().load(), packaged, false)), 2);
        List<FlowRecord> records = new ArrayList<>();
        try (Engine engine = new Engine(settings)) {
            engine.run(List.of(file.toString()), records::add);
        }
        return records.get(0).owners();
    }

    private interface Change {
        void packet(PcapngWriter to, byte[] frame, long time) throws IOException;
    }

    private Path changed(Change change) throws Exception {
        Path file = folder.resolve("named.pcapng");
        try (PcapngWriter writer = new PcapngWriter(file, List.of("x"), 0);
                CaptureSet set = new CaptureSet(List.of(CAPTURE), CaptureOptions.everything())) {
            set.read((bytes, offset, captured, wire, time, link, capture, number) -> {
                try {
                    change.packet(writer, java.util.Arrays.copyOfRange(bytes, offset, offset + captured), time);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return file;
    }

    private static byte[] pktap(byte[] frame) {
        byte[] all = new byte[108 + frame.length];
        all[0] = 108;
        all[4] = 1;
        all[8] = 1;
        all[52] = 77;
        System.arraycopy(new byte[] {'s', 's', 'h'}, 0, all, 56, 3);
        System.arraycopy(frame, 0, all, 108, frame.length);
        return all;
    }

    @Test
    void aCommentNamesTheProcessOfTheFlow() throws Exception {
        Path file = changed((to, frame, time) ->
                to.packet(frame, 0, frame.length, frame.length, time, 1, 0, "PID: 4242\nCmd: /usr/bin/ssh"));
        check(owners(file), 4242);
    }

    @Test
    void theHeaderOfPktapNamesTheProcessOfTheFlow() throws Exception {
        Path file = changed((to, frame, time) -> {
            byte[] tapped = pktap(frame);
            to.packet(tapped, 0, tapped.length, tapped.length, time, PKTAP, 0);
        });
        check(owners(file), 77);
    }

    @Test
    void otherCapturesNameNone() throws Exception {
        assertEquals(List.of(), owners(Path.of(CAPTURE)));
    }

    private static void check(List<Owner> owners, long pid) {
        assertEquals(1, owners.size());
        Owner owner = owners.get(0);
        assertEquals(Role.CLIENT, owner.role());
        assertEquals(Grade.EXACT, owner.grade());
        assertEquals(pid, owner.processes().get(0).pid());
        assertEquals("ssh", owner.processes().get(0).name());
    }
}
