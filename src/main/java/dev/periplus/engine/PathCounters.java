package dev.periplus.engine;

import dev.periplus.answer.Count;
import dev.periplus.answer.Counter;
import dev.periplus.answer.Counters;
import dev.periplus.decode.DecodeCounters;
import dev.periplus.decode.DecodeLoss;
import dev.periplus.decode.Tunnel;
import dev.periplus.decrypt.SecretStore;
import dev.periplus.decrypt.SecretStore.Outcome;
import dev.periplus.flow.FlowCounters;
import java.util.ArrayList;
import java.util.List;

/** Converts the counters of decoders and flow tables to counters of the run. */
final class PathCounters {
    /** So many kinds of frames without IP are named. */
    private static final int NAMED = 8;

    /** Read where a number is counted. */
    private static final class Names {
        private static final NumberNames ALL = new NumberNames();
    }

    private PathCounters() {}

    /** Returns all decode counters, zeros included, always in the same order; unsupported link types come last. */
    static Counters of(DecodeCounters decoded) {
        List<Count> counts = new ArrayList<>(List.of(
                Counter.PACKETS.count(decoded.packets),
                Counter.IP_PACKETS.count(decoded.ipPackets),
                Counter.FRAMES.count(decoded.frames),
                Counter.NOT_IP.count(decoded.notIp),
                Counter.TRUNCATED.count(decoded.truncated),
                Counter.SHORTER_THAN_STATED.count(decoded.shortened),
                Counter.TUNNELS_NOT_OPENED.count(decoded.notOpened),
                Counter.MALFORMED.count(decoded.malformed()),
                Counter.UNSUPPORTED.count(decoded.unsupported()),
                Counter.FRAGMENTS.count(decoded.fragments),
                Counter.REASSEMBLED.count(decoded.reassembled),
                Counter.FRAGMENTS_COPIED.count(decoded.copied),
                Counter.PACKETS_TRACKED.count(decoded.tracked),
                Counter.PACKETS_NOT_IP.count(decoded.foreign),
                Counter.PACKETS_UNSUPPORTED.count(decoded.undecodable),
                Counter.PACKETS_MALFORMED.count(decoded.unusable),
                Counter.PACKETS_CUT_OFF.count(decoded.cutOff),
                Counter.PACKETS_FRAGMENTS.count(decoded.held)));
        for (DecodeLoss reason : DecodeLoss.values()) {
            counts.add(new Count(counter(reason), reason.header(), decoded.lost(reason)));
        }
        for (Tunnel kind : Tunnel.values()) {
            counts.add(Counter.TUNNEL.count(kind.id(), decoded.opened(kind)));
        }
        addOthers(decoded, counts);
        decoded.unsupportedLinkTypes()
                .forEach((type, count) -> counts.add(Counter.LINK_TYPE.count(Names.ALL.linkType(type), count)));
        if (decoded.unsupportedOthers() > 0) {
            counts.add(Counter.LINK_TYPE.count("other", decoded.unsupportedOthers()));
        }
        return new Counters(counts);
    }

    private static void addOthers(DecodeCounters decoded, List<Count> counts) {
        long rest = decoded.notIp;
        for (var type : decoded.etherTypes(NAMED).entrySet()) {
            counts.add(Counter.NOT_IP_TYPE.count(Names.ALL.etherType(type.getKey()), type.getValue()));
            rest -= type.getValue();
        }
        if (rest > 0) {
            counts.add(Counter.NOT_IP_TYPE.count("other", rest));
        }
    }

    /** Returns {@code link type 249 (usbpcap)}. */
    static String linkType(int type) {
        return "link type " + Names.ALL.linkType(type).replaceFirst("-(.*)", " ($1)");
    }

    private static Counter counter(DecodeLoss reason) {
        return switch (reason) {
            case SHORT_LINK_HEADER,
                    LINK_HEADER,
                    IP_VERSION,
                    SHORT_IP_HEADER,
                    IP_HEADER_LENGTH,
                    IP_TOTAL_LENGTH,
                    IP_EXTENSION,
                    FRAGMENT_LENGTH,
                    FRAGMENT_BEYOND,
                    TCP_HEADER,
                    UDP_LENGTH,
                    SHORT_TRANSPORT,
                    SCTP_CHUNK,
                    GRE_HEADER,
                    ERSPAN_HEADER -> Counter.MALFORMED_HEADER;
            case ENCRYPTED_WIRELESS -> Counter.ENCRYPTED_WIRELESS;
            case NESTING -> Counter.NESTING;
            case FRAGMENT_OVERLAP -> Counter.FRAGMENTS_OVERLAPPING;
            case FRAGMENT_EXPIRED -> Counter.FRAGMENTS_EXPIRED;
            case FRAGMENT_EVICTED -> Counter.FRAGMENTS_EVICTED;
            case FRAGMENT_UNFINISHED -> Counter.FRAGMENTS_UNFINISHED;
        };
    }

    static Counters of(SecretStore keys) {
        return Counters.of(
                Counter.DECRYPTED.count(keys.flows(Outcome.OPENED)),
                Counter.DECRYPTION_WRONG.count(keys.flows(Outcome.WRONG_SECRET)),
                Counter.DECRYPTION_MISSING.count(keys.flows(Outcome.NO_SECRET)),
                Counter.DECRYPTION_UNSUPPORTED.count(keys.flows(Outcome.UNSUPPORTED)),
                Counter.KEY_LOG_MALFORMED.count(keys.malformed()),
                Counter.SECRETS_DROPPED.count(keys.dropped()));
    }

    static Counters of(FlowCounters flow, long inspectionFailures, long statesDropped) {
        return Counters.of(
                Counter.FLOWS_EVICTED.count(flow.evicted),
                Counter.PACKETS_LATE.count(flow.late),
                Counter.INSPECTIONS_CUT.count(flow.inspectionsCut),
                Counter.CHECKSUMS_WRONG.count(flow.checksumsWrong),
                Counter.CHECKSUMS_IGNORED.count(flow.checksumsIgnored),
                Counter.CHECKSUMS_OFFLOADED.count(flow.checksumsOffloaded),
                Counter.STREAM_GAPS.count(flow.streamGaps),
                Counter.SEGMENTS_DROPPED.count(flow.segmentsDropped),
                Counter.ANNOUNCEMENTS_DROPPED.count(statesDropped),
                Counter.INSPECTION_FAILURES.count(inspectionFailures));
    }
}
