package dev.periplus.registry;

import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.Packed;
import dev.periplus.rulefile.RuleFile;
import dev.periplus.rulefile.RuleFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Users of ports and ranges beside or instead of the registered ones, from {@code ranges.yaml}. Immutable. */
public final class KnownUsers {
    private static final String PACK = "/rules/ranges.pack";

    private final List<KnownUser> all;

    private KnownUsers(Collection<KnownUser> users) {
        all = List.copyOf(users);
    }

    /** The packaged list. */
    public static KnownUsers load() {
        return Packed.resource(PACK, in -> {
            List<KnownUser> users = new ArrayList<>();
            for (int left = in.readShort(); left > 0; left--) {
                users.add(KnownUser.read(in));
            }
            return new KnownUsers(users);
        });
    }

    /**
     * Called by the build, {@code KnownUsers FOLDER PACK}: packs the {@code ranges.yaml} of a folder of rules. Errors end
     * the build.
     */
    public static void main(String[] arguments) throws IOException, InvalidRulesException {
        List<KnownUser> users = written(Path.of(arguments[0]));
        Packed.file(Path.of(arguments[1]), out -> {
            out.writeShort(users.size());
            for (KnownUser user : users) {
                user.write(out);
            }
        });
    }

    /** What the {@code ranges.yaml} of a folder of rules says by itself. */
    static List<KnownUser> written(Path folder) throws InvalidRulesException {
        return RuleFolder.read(
                folder,
                own -> List.copyOf(
                        own.own(RuleFile.RANGES, KnownUserReader::new).values()));
    }

    /** The packaged list, with what a folder of rules adds or, under the same id, puts in its place. */
    public static KnownUsers load(RuleFolder folder) {
        Map<String, KnownUser> users = new LinkedHashMap<>();
        load().all.forEach(user -> users.put(user.id(), user));
        users.putAll(folder.own(RuleFile.RANGES, KnownUserReader::new));
        return new KnownUsers(users.values());
    }

    /** Known users of a port, those with the fewest ports first. */
    public List<KnownUser> at(int ipProtocol, int port) {
        List<KnownUser> found = new ArrayList<>(2);
        for (KnownUser user : all) {
            if (user.uses(ipProtocol, port)) {
                found.add(user);
            }
        }
        found.sort(Comparator.comparingInt(KnownUser::size));
        return Collections.unmodifiableList(found);
    }

    /** The same, but that one of them uses other ports here; unchanged where there is no such user. */
    public KnownUsers withPorts(String id, PortRange ports) {
        return new KnownUsers(all.stream()
                .map(user -> user.id().equals(id) ? user.on(ports) : user)
                .toList());
    }

    public @Nullable KnownUser byId(String id) {
        for (KnownUser user : all) {
            if (user.id().equals(id)) {
                return user;
            }
        }
        return null;
    }

    /** All of them, in the order of the file. */
    public List<KnownUser> all() {
        return all;
    }
}
