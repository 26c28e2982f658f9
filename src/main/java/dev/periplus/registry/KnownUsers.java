package dev.periplus.registry;

import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.PackReader;
import dev.periplus.rulefile.PackWriter;
import dev.periplus.rulefile.RuleFile;
import dev.periplus.rulefile.RuleFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Known users of ports and ranges beside the registered ones, from {@code ranges.yaml}. The packaged ones are read from
 * their pack on first use, found by a table of their ports. Immutable.
 */
public final class KnownUsers {
    private static final String PACK = "/rules/ranges.pack";

    /** Numbers in a row of the table: transport, first port, last port, number of the user. */
    private static final int ROW = 4;

    private final List<KnownUser> all;
    private final int[] rows;

    private KnownUsers(List<KnownUser> users, int[] rows) {
        all = users;
        this.rows = rows;
    }

    private static KnownUsers of(Collection<KnownUser> users) {
        return new KnownUsers(
                List.copyOf(users),
                rows(users).stream().mapToInt(Integer::intValue).toArray());
    }

    private static List<Integer> rows(Collection<KnownUser> users) {
        List<Integer> rows = new ArrayList<>();
        int number = 0;
        for (KnownUser user : users) {
            rows.addAll(user.rows(number++));
        }
        return rows;
    }

    /** Loads the packaged list. */
    public static KnownUsers load() {
        PackReader pack = PackReader.resource(PACK);
        int[] rows = pack.integers();
        return new KnownUsers(pack.things((number, in) -> KnownUser.read(in)), rows);
    }

    /**
     * Called by the build as {@code KnownUsers FOLDER PACK}: packs the {@code ranges.yaml} of a folder of rules. Errors
     * fail the build.
     */
    public static void main(String[] arguments) throws IOException, InvalidRulesException {
        List<KnownUser> users = written(Path.of(arguments[0]));
        PackWriter out = new PackWriter();
        out.integers(rows(users));
        out.things(users, KnownUser::write);
        out.to(Path.of(arguments[1]));
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
        KnownUsers packaged = load();
        Map<String, KnownUser> own = folder.own(RuleFile.RANGES, KnownUserReader::new);
        if (own.isEmpty()) {
            return packaged;
        }
        Map<String, KnownUser> users = new LinkedHashMap<>();
        packaged.all.forEach(user -> users.put(user.id(), user));
        users.putAll(own);
        return of(users.values());
    }

    /** Returns the known users of a port, those with the fewest ports first. */
    public List<KnownUser> at(int ipProtocol, int port) {
        List<KnownUser> found = new ArrayList<>(2);
        int before = -1;
        for (int at = 0; at < rows.length; at += ROW) {
            int number = rows[at + ROW - 1];
            if (rows[at] == ipProtocol && rows[at + 1] <= port && port <= rows[at + 2] && number != before) {
                insert(found, all.get(number));
                before = number;
            }
        }
        return Collections.unmodifiableList(found);
    }

    /** Inserts a user behind those with as many ports or fewer. */
    private static void insert(List<KnownUser> found, KnownUser user) {
        int at = found.size();
        while (at > 0 && found.get(at - 1).size() > user.size()) {
            at--;
        }
        found.add(at, user);
    }

    /** Returns a copy in which the user {@code id} has other ports; unchanged if there is no such user. */
    public KnownUsers withPorts(String id, PortRange ports) {
        KnownUser user = byId(id);
        if (user == null || user.ports().equals(List.of(ports))) {
            return this;
        }
        List<KnownUser> changed = new ArrayList<>(all);
        changed.set(all.indexOf(user), user.on(ports));
        return of(changed);
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
