package dev.periplus.rule;

import dev.periplus.rulefile.Packed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules of the jar in one resource, read and checked by the build, so that a start need not parse YAML. Conditions
 * stay as they are written and are compiled when they are first needed; examples are left out.
 */
public final class RulePack {
    private static final String RESOURCE = "/rules/rules.pack";

    private RulePack() {}

    /** Packs rules into a file. */
    public static void write(RuleSet rules, Path pack) throws IOException {
        Packed.file(pack, out -> {
            out.writeShort(rules.protocols().size());
            for (Protocol protocol : rules.protocols()) {
                protocol.write(out);
            }
            out.writeShort(rules.services().all().size());
            for (Service service : rules.services().all()) {
                service.write(out);
            }
        });
    }

    /** What the pack holds. */
    record Content(List<Protocol> protocols, List<Service> services) {}

    /** The packaged rules. */
    static Content packaged() {
        return Packed.resource(RESOURCE, in -> {
            List<Protocol> protocols = new ArrayList<>();
            for (int left = in.readShort(); left > 0; left--) {
                protocols.add(Protocol.read(in));
            }
            List<Service> services = new ArrayList<>();
            for (int left = in.readShort(); left > 0; left--) {
                services.add(Service.read(in));
            }
            return new Content(protocols, services);
        });
    }
}
