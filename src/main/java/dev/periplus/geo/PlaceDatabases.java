package dev.periplus.geo;

import com.maxmind.db.Reader;
import dev.periplus.address.Address;
import dev.periplus.answer.Place;
import dev.periplus.answer.Places;
import dev.periplus.text.Printable;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Databases in MaxMind's format (MaxMind DB File Format Specification, version 2.0), of countries, cities or autonomous
 * systems. They are mapped, not loaded. A database that turns out to be damaged while it is used is used no more, and named.
 */
public final class PlaceDatabases implements Places {
    private static final int MOST_KEPT = 16_384;
    private static final int LONGEST = 96;

    /** Addresses that are looked up to see whether a database is whole. */
    private static final int PROBES = 4096;

    private static final int BITS_OF_PROBE = 12;
    private static final Place UNKNOWN = new Place(null, 0, null);

    private final List<Database> databases;
    private final List<String> damaged = new ArrayList<>();
    private final Map<Address, Place> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Address, Place> eldest) {
            return size() > MOST_KEPT;
        }
    };

    private record Database(Path file, Reader reader) {}

    private PlaceDatabases(List<Database> databases) {
        this.databases = databases;
    }

    /**
     * Opens databases; the first that knows something of an address is asked first.
     *
     * @throws IOException with a sentence that names the file if one is none or is damaged
     */
    public static Places open(List<Path> files) throws IOException {
        List<Database> databases = new ArrayList<>();
        for (Path file : files) {
            databases.add(new Database(file, open(file)));
        }
        return new PlaceDatabases(databases);
    }

    private static Reader open(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new NoSuchFileException(file.toString());
        }
        Reader reader;
        try {
            reader = new Reader(file.toFile());
        } catch (IOException | RuntimeException e) {
            throw new IOException(file + " is no database of places in MaxMind's format (.mmdb)", e);
        }
        for (int i = 0; i < PROBES; i++) {
            try {
                place(reader, Address.ofIpv4(i << Integer.SIZE - BITS_OF_PROBE));
            } catch (IOException | RuntimeException | StackOverflowError e) {
                throw new IOException(file + " is damaged; get the database again", e);
            }
        }
        return reader;
    }

    @Override
    public @Nullable Place of(Address address) {
        Place place = kept.get(address);
        if (place == null) {
            place = find(address);
            kept.put(address, place);
        }
        return place.equals(UNKNOWN) ? null : place;
    }

    private Place find(Address address) {
        Place place = UNKNOWN;
        Iterator<Database> asked = databases.iterator();
        while (asked.hasNext()) {
            Database database = asked.next();
            try {
                place = both(place, place(database.reader(), address));
            } catch (IOException | RuntimeException | StackOverflowError e) {
                damaged.add(Printable.of(database.file().toString()));
                asked.remove();
            }
        }
        return place;
    }

    @Override
    public List<String> damaged() {
        return damaged;
    }

    private static Place both(Place one, Place other) {
        return new Place(
                one.country() == null ? other.country() : one.country(),
                one.system() == 0 ? other.system() : one.system(),
                one.organisation() == null ? other.organisation() : one.organisation());
    }

    private static Place place(Reader reader, Address address) throws IOException {
        if (address.isStation() || !address.isIpv4() && reader.getMetadata().ipVersion() == 4) {
            return UNKNOWN;
        }
        byte[] bytes = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(address.high())
                .putLong(address.low())
                .array();
        Map<?, ?> record = reader.get(InetAddress.getByAddress(bytes), Map.class);
        return record == null ? UNKNOWN : place(record);
    }

    /** Reads the members of MaxMind's databases, and of IPinfo's. */
    private static Place place(Map<?, ?> record) {
        Object country =
                record.get("country") instanceof Map<?, ?> inner ? inner.get("iso_code") : record.get("country");
        if (country == null) {
            country = record.get("country_code");
        }
        Object system = record.get("autonomous_system_number");
        Object organisation = record.get("autonomous_system_organization");
        return new Place(
                country instanceof String code && code.matches("[A-Z]{2}") ? code : null,
                number(system == null ? record.get("asn") : system),
                text(organisation == null ? record.get("as_name") : organisation));
    }

    private static long number(@Nullable Object system) {
        if (system instanceof Number number) {
            return Math.max(0, number.longValue());
        }
        return system instanceof String text && text.matches("AS\\d{1,10}") ? Long.parseLong(text.substring(2)) : 0;
    }

    private static @Nullable String text(@Nullable Object value) {
        if (!(value instanceof String text) || text.isBlank()) {
            return null;
        }
        String shown = Printable.of(text.strip());
        return shown.length() <= LONGEST ? shown : shown.substring(0, LONGEST);
    }
}
