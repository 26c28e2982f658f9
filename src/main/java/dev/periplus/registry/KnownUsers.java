package dev.periplus.registry;

import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.Packed;
import dev.periplus.rulefile.RuleFile;
import dev.periplus.rulefile.RuleFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Known users of ports and ranges beside the registered ones, from {@code ranges.yaml}. Immutable. */
public final class KnownUsers {
    private static final String PACK = "/rules/ranges.pack";

    private final List<KnownUser> all;

    /** The ranges of all users, first and last port by turns; those of one user are neighbours. */
    private char[] ranges = new char[512];

    /** The index in {@link #all} of each range's user. */
    private char[] owners = new char[256];

    private int size;

    private KnownUsers(Collection<KnownUser> users) {
        all = List.copyOf(users);
        for (int user = 0; user < all.size(); user++) {
            for (PortRange range : all.get(user).ports()) {
                if (size == owners.length) {
                    ranges = Arrays.copyOf(ranges, 4 * size);
                    owners = Arrays.copyOf(owners, 2 * size);
                }
                ranges[2 * size] = (char) range.from();
                ranges[2 * size + 1] = (char) range.to();
                owners[size++] = (char) user;
            }
        }
    }

    /** Loads the packaged list. */
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
     * Called by the build as {@code KnownUsers FOLDER PACK}: packs the {@code ranges.yaml} of a folder of rules. Errors
     * fail the build.
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

    /** Reads only the {@code ranges.yaml} of a folder of rules. */
    static List<KnownUser> written(Path folder) throws InvalidRulesException {
        return RuleFolder.read(
                folder,
                own -> List.copyOf(
                        own.own(RuleFile.RANGES, KnownUserReader::new).values()));
    }

    /** Loads the packaged list; entries of a folder of rules are added, or replace those with the same id. */
    public static KnownUsers load(RuleFolder folder) {
        Map<String, KnownUser> users = new LinkedHashMap<>();
        load().all.forEach(user -> users.put(user.id(), user));
        users.putAll(folder.own(RuleFile.RANGES, KnownUserReader::new));
        return new KnownUsers(users.values());
    }

    /** Returns the known users of a port, those with the fewest ports first. */
    public List<KnownUser> at(int ipProtocol, int port) {
        List<KnownUser> found = new ArrayList<>(2);
        int last = -1;
        for (int i = 0; i < size; i++) {
            if (ranges[2 * i] <= port && port <= ranges[2 * i + 1] && owners[i] != last) {
                last = owners[i];
                KnownUser user = all.get(last);
                if (user.transports().contains(ipProtocol)) {
                    found.add(user);
                }
            }
        }
        found.sort(Comparator.comparingInt(KnownUser::size));
        return Collections.unmodifiableList(found);
    }

    /** Returns a copy in which the user {@code id} has other ports; unchanged if there is no such user. */
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

    /** All known users, in file order. */
    public List<KnownUser> all() {
        return all;
    }
}
