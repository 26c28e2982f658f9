package dev.periplus.calibrate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.periplus.bench.CaptureFolder;
import dev.periplus.bench.CapturedPacket;
import dev.periplus.fuzz.FuzzInput;
import dev.periplus.fuzz.FuzzSeed;
import dev.periplus.fuzz.Must;
import dev.periplus.rulefile.RuleError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Frames of any bytes in every form, and tables of any bytes. A form throws nothing, leaves the given bytes as they are
 * and the frame as long, unless it cuts it; a table is read, or refused with a printable sentence.
 */
public final class FuzzCalibration {
    private static final int FRAMES = 0;
    private static final int COUNTS = 1;
    private static final int KINDS = 3;
    private static final int MOST_FRAMES = 32;
    private static final int BEFORE = 5;
    private static final int LONGEST_SEED = 1600;
    private static final Path FOLDER = Must.folder();

    private FuzzCalibration() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        switch (input.below(KINDS)) {
            case FRAMES -> frames(input);
            case COUNTS -> counts(input.rest());
            default -> references(input.rest());
        }
    }

    private static void frames(FuzzInput input) {
        List<FormedFrame> frames = Arrays.stream(Form.values())
                .map(form -> new FormedFrame(form, PortMove.of(1), new FlowNotes(Map.of())))
                .toList();
        for (int i = 0; i < MOST_FRAMES && input.hasMore(); i++) {
            int link = input.u8();
            byte[] frame = input.chunk();
            byte[] around = new byte[BEFORE + frame.length + BEFORE];
            System.arraycopy(frame, 0, around, BEFORE, frame.length);
            byte[] before = around.clone();
            for (FormedFrame formed : frames) {
                boolean there = formed.take(around, BEFORE, frame.length, frame.length, link);
                Must.hold(Arrays.equals(before, around), "the given bytes stay");
                if (there) {
                    Must.hold(formed.captured() <= frame.length, "not longer");
                    Must.hold(formed.offset() + formed.captured() <= formed.bytes().length, "within its buffer");
                    Must.hold(formed.captured() >= Math.min(frame.length, Form.CUT_TO), "not shorter than cut");
                }
            }
        }
    }

    private static void counts(byte[] table) {
        List<RuleError> faults = CalibrationCounts.faults("table", table);
        faults.forEach(fault -> Must.bePrintable(fault.toString(), ""));
    }

    private static void references(byte[] truth) {
        try {
            Files.writeString(FOLDER.resolve("labels.tsv"), "reference_label\taccepted_ids\nSSH\tssh\n");
            Files.write(FOLDER.resolve("truth.tsv"), truth);
            ReferenceLabels labels = ReferenceLabels.read(FOLDER, null);
            Must.hold(labels.flows() >= labels.captures().size(), "flows of each capture");
        } catch (TableException refused) {
            Must.bePrintable(refused.error().message(), "");
        } catch (IOException refused) {
            Must.hold(String.valueOf(refused.getMessage()).endsWith("truth.tsv: not UTF-8"), "only bytes are refused");
        } catch (UncheckedIOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (String capture : List.of("vlan-tunnels-fragments.pcapng", "everyday.pcapng", "odd-ports.pcap")) {
            FuzzSeed seed = new FuzzSeed().u8(FRAMES);
            for (CapturedPacket packet : CaptureFolder.read(Path.of("captures", capture))) {
                if (seed.bytes().length + packet.bytes().length < LONGEST_SEED) {
                    seed.u8(packet.linkType()).chunk(packet.bytes());
                }
            }
            seeds.add(seed.bytes());
        }
        String counts = "# about\nform\tconfidence\tlabel\tright\twrong\nany\t0.5-0.7\t\t1\t0\nany\t\tssh\t3\t1\n";
        seeds.add(new FuzzSeed().u8(COUNTS).rest(counts.getBytes(UTF_8)).bytes());
        String truth = "capture\ttransport\ta_ip\ta_port\tb_ip\tb_port\tprotocol\tclass\n"
                + "a.pcap\ttcp\t10.0.0.1\t50000\t::1\t22\tSSH\tdpi\n";
        seeds.add(new FuzzSeed().u8(COUNTS + 1).rest(truth.getBytes(UTF_8)).bytes());
        return seeds;
    }
}
