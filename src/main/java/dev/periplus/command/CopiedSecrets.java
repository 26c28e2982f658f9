package dev.periplus.command;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Layer;
import dev.periplus.decode.Packet;
import dev.periplus.decrypt.SecretStore;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The secrets that a copy of packets takes along: of key logs, those that opened its flows. */
final class CopiedSecrets {
    private static final String KEYS = "-keys";

    private final boolean wanted;
    private final Set<Long> places = new LinkedHashSet<>();

    private CopiedSecrets(boolean wanted) {
        this.wanted = wanted;
    }

    static CopiedSecrets of(boolean wanted, Reading reading) throws UsageException {
        if (wanted && reading.keyLogFiles().isEmpty()) {
            throw new UsageException("--with-secrets needs --keylog");
        }
        return new CopiedSecrets(wanted);
    }

    /** Adds the secrets of a flow. */
    void add(FlowRecord record) {
        if (wanted) {
            add(record.evidence());
            for (Layer layer : record.inside()) {
                add(layer.evidence());
            }
        }
    }

    private void add(List<Evidence> evidence) {
        for (Evidence piece : evidence) {
            if (piece.rule().endsWith(KEYS)) {
                places.add(Packet.place(piece.capture(), piece.packet()));
            }
        }
    }

    /** Returns their lines. */
    String keyLog(SecretStore keys) {
        return keys.keyLog(places);
    }
}
