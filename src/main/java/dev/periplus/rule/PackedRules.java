package dev.periplus.rule;

import dev.periplus.rulefile.HashedNames;
import dev.periplus.rulefile.PackReader;
import java.io.DataInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The packaged rules, read from what {@link RulePack} wrote: the tables at once and as they are, each protocol, signature
 * and service on first use, since a run needs few of them.
 */
final class PackedRules extends RuleSet {
    private static final String RESOURCE = "/rules/rules.pack";

    private final PackReader pack = PackReader.resource(RESOURCE);
    private final String digest = pack.text();
    private final HashedNames ids = pack.names();
    private final HashedNames alpn = pack.names();
    private final HashedNames hosts = pack.names();
    private final HashedNames suffixes = pack.names();
    private final HashedNames certificates = pack.names();
    private final HashedNames firstLabels = pack.names();
    private final HashedNames tokens = pack.names();
    private final int[] payloadIdentifiers = pack.integers();

    /** By payload identifier, the number of its protocol. */
    private final int[] identified = pack.integers();

    private final int[] firstSignatures = pack.integers();
    private final int[] refined = pack.integers();
    private final List<Protocol> protocols = pack.things(this::readProtocol);
    private final List<Signature> signatures = pack.things(this::readSignature);
    private final List<Service> services = pack.things((number, in) -> Service.read(in));
    private final int[] transports = pack.integers();
    private final int[] indexes = pack.integers();

    /** The protocols that were asked for, by id: each flow asks for its own. */
    private final Map<String, Protocol> asked = new ConcurrentHashMap<>();

    private Protocol readProtocol(int number, DataInput in) throws IOException {
        int first = firstSignatures[number];
        int[] own = new int[firstSignatures[number + 1] - first];
        for (int i = 0; i < own.length; i++) {
            own[i] = first + i;
        }
        return Protocol.read(in, new Selected(own));
    }

    private Signature readSignature(int number, DataInput in) throws IOException {
        int low = 0;
        int high = firstSignatures.length - 1;
        while (high - low > 1) {
            int middle = low + high >>> 1;
            if (firstSignatures[middle] <= number) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Signature.read(protocols.get(low).id(), in);
    }

    @Override
    boolean hasSignatures(int transport) {
        return Arrays.binarySearch(transports, transport) >= 0;
    }

    @Override
    RuleIndex indexOf(int transport) {
        ByteBuffer in = pack.at(indexes[Arrays.binarySearch(transports, transport)]);
        int[] numbers = PackReader.integers(in);
        return RuleIndex.read(new Selected(numbers), in);
    }

    @Override
    public void prepare() {
        // the build did
    }

    @Override
    public Services services() {
        return new Services(
                services,
                name -> service(hosts, name, Service::names),
                name -> service(suffixes, name, Service::suffixes),
                name -> service(certificates, name, Service::certificates),
                name -> service(firstLabels, name, Service::firstLabels),
                name -> service(tokens, name, Service::tokens));
    }

    private @Nullable Service service(HashedNames table, String name, Function<Service, List<String>> names) {
        int number = table.find(
                name, (found, same) -> names.apply(services.get(found)).contains(same));
        return number < 0 ? null : services.get(number);
    }

    @Override
    public @Nullable String namedByAlpn(String id) {
        int number = alpn.find(id, (found, same) -> protocols.get(found).alpn().contains(same));
        return number < 0 ? null : protocols.get(number).id();
    }

    @Override
    @Nullable
    String ofPayloadIdentifier(int identifier) {
        int at = Arrays.binarySearch(payloadIdentifiers, identifier);
        return at < 0 ? null : protocols.get(identified[at]).id();
    }

    @Override
    public Collection<Protocol> protocols() {
        return protocols;
    }

    @Override
    public String digest() {
        return digest;
    }

    private int number(String id) {
        return ids.find(id, (found, same) -> protocols.get(found).id().equals(same));
    }

    @Override
    public @Nullable Protocol protocol(String id) {
        Protocol known = asked.get(id);
        int number = known == null ? number(id) : -1;
        if (number >= 0) {
            known = protocols.get(number);
            asked.put(id, known);
        }
        return known;
    }

    @Override
    public boolean refinedByDatagrams(String label) {
        return Arrays.binarySearch(refined, number(label)) >= 0;
    }

    /** Some of the signatures. */
    private final class Selected extends AbstractList<Signature> implements RandomAccess {
        private final int[] numbers;

        Selected(int[] numbers) {
            this.numbers = numbers;
        }

        @Override
        public Signature get(int index) {
            return signatures.get(numbers[index]);
        }

        @Override
        public int size() {
            return numbers.length;
        }
    }
}
