package dev.periplus.rule;

import dev.periplus.rulefile.Packed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The packaged rules as one resource, checked at build time, so that no YAML is parsed at startup. Conditions are
 * stored compiled and unpacked on first use; examples are left out.
 */
public final class RulePack {
    private static final String RESOURCE = "/rules/rules.pack";

    private RulePack() {}

    /** Writes rules to a pack; called by the build. */
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

    /** The contents of a pack. */
    record Content(List<Protocol> protocols, List<Service> services) {}

    /** Reads the packaged rules. */
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
