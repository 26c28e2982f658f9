package dev.periplus.capture;

import static dev.periplus.capture.CaptureBytes.payload;

import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;

/** Small captures, one of each format, with packets of different lengths. */
final class Samples {
    static final long SECOND = 1_000_000_000L;

    private Samples() {}

    static Map<String, CaptureBytes> all() {
        Map<String, CaptureBytes> samples = new LinkedHashMap<>();
        for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
            samples.put("pcap microseconds " + order, pcap(order, PcapRecords.MICROSECONDS));
            samples.put("pcap nanoseconds " + order, pcap(order, PcapRecords.NANOSECONDS));
            samples.put("pcap modified " + order, modified(order));
            samples.put("pcapng " + order, pcapng(order));
        }
        return samples;
    }

    static CaptureBytes pcap(ByteOrder order, int magic) {
        CaptureBytes sample = new CaptureBytes(order).pcapHeader(magic, 65535, 1);
        for (int i = 0; i < 4; i++) {
            sample.pcap(1_600_000_000L + i, 1000 + i, 60 + i, payload(20 + 3 * i, i));
        }
        return sample.pcap(1_600_000_009L, 0, 0, payload(0, 0));
    }

    private static CaptureBytes modified(ByteOrder order) {
        CaptureBytes sample = new CaptureBytes(order).pcapHeader(PcapRecords.MODIFIED, 65535, 1);
        for (int i = 0; i < 3; i++) {
            sample.modifiedPcap(1_600_000_000L + i, 1000 + i, 60, payload(17 + i, i));
        }
        return sample;
    }

    static CaptureBytes pcapng(ByteOrder order) {
        CaptureBytes sample = new CaptureBytes(order);
        sample.section().describe(1, 0).block(0x0bad, payload(24, 9));
        sample.enhanced(0, 1_600_000_000_000_001L, 80, payload(21, 1), sample.option(1, (byte) 'x'), sample.option(0));
        sample.simple(22, payload(22, 2)).obsolete(0, 1_600_000_000_000_003L, 23, payload(23, 3));
        sample.describe(101, 64, sample.option(9, (byte) 9), sample.option(0));
        return sample.enhanced(1, 1_600_000_000_000_000_004L, 24, payload(24, 4))
                .statistics(1, 3, 4);
    }
}
