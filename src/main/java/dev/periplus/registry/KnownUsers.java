package dev.periplus.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
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
    /** Where the file lies beneath a directory of rules. */
    public static final String FILE = "ranges.yaml";

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
     * Called by the build, {@code KnownUsers FOLDER PACK}: puts the {@code ranges.yaml} of a folder of rules into a form
     * that is read at once. Faults end the build.
     */
    public static void main(String[] arguments) throws IOException {
        KnownUsers users = of(Files.readString(Path.of(arguments[0]).resolve(FILE)));
        Packed.file(Path.of(arguments[1]), out -> {
            out.writeShort(users.all.size());
            for (KnownUser user : users.all) {
                user.write(out);
            }
        });
    }

    /**
     * The packaged list, with what {@code ranges.yaml} in a directory of rules adds, or, under the same id, puts in its
     * place.
     *
     * @throws RegistryFormatException with every fault of the file as {@code file:line: message}
     */
    public static KnownUsers load(Path rules) throws IOException {
        KnownUsers packaged = load();
        Path file = rules.resolve(FILE);
        if (!Files.exists(file)) {
            return packaged;
        }
        Map<String, KnownUser> users = new LinkedHashMap<>();
        List<String> faults = new ArrayList<>();
        read(file.toString(), new String(RegistryImport.bounded(file), UTF_8), users, faults);
        if (!faults.isEmpty()) {
            throw new RegistryFormatException(faults);
        }
        Map<String, KnownUser> merged = new LinkedHashMap<>();
        packaged.all.forEach(user -> merged.put(user.id(), user));
        merged.putAll(users);
        return new KnownUsers(merged.values());
    }

    /**
     * Faults of the {@code ranges.yaml} of a directory of rules, as {@code file:line: message}; none where it has no
     * such file.
     */
    public static List<String> check(Path rules) throws IOException {
        try {
            load(rules);
            return List.of();
        } catch (RegistryFormatException faulty) {
            return faulty.getMessage().lines().toList();
        }
    }

    static KnownUsers of(String yaml) throws RegistryFormatException {
        Map<String, KnownUser> users = new LinkedHashMap<>();
        List<String> faults = new ArrayList<>();
        read(FILE, yaml, users, faults);
        if (!faults.isEmpty()) {
            throw new RegistryFormatException(faults);
        }
        return new KnownUsers(users.values());
    }

    private static void read(String file, String yaml, Map<String, KnownUser> users, List<String> faults) {
        new KnownUsersReader(file, faults).read(yaml, users);
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
