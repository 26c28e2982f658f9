package dev.periplus.cli;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.calibrate.PortMove;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * Assigns every port of every host and transport another random number, unique per host so that flows stay separate.
 * Never assigns ports that correlation knows by number.
 */
final class RandomPorts implements PortMove {
    private static final int[][] CITRIX = {{1494, 1494}, {2598, 2598}, {3224, 3324}, {16_500, 16_509}};

    private final Random random;

    /** Assigned ports by host and transport; the port of the key is 0. */
    private final Map<Endpoint, Map<Integer, Integer>> given = new HashMap<>();

    RandomPorts(long seed) {
        random = new Random(seed);
    }

    @Override
    public int moved(Address address, int protocol, int port) {
        Map<Integer, Integer> known = given.computeIfAbsent(new Endpoint(address, 0, protocol), at -> new HashMap<>());
        return known.computeIfAbsent(port, p -> free(known.values()));
    }

    private int free(Collection<Integer> taken) {
        int port;
        do {
            port = 1 + random.nextInt(0xffff);
        } while (taken.contains(port) || isCitrix(port));
        return port;
    }

    private static boolean isCitrix(int port) {
        for (int[] range : CITRIX) {
            if (port >= range[0] && port <= range[1]) {
                return true;
            }
        }
        return false;
    }
}
