package dev.periplus.registry;

import dev.periplus.rulefile.Packed;
import dev.periplus.rulefile.RuleEntry;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A product or protocol known to use ports, registered or not, with sources. A claim, like a registration; text for the
 * reader says what would corroborate it.
 *
 * @param id lower case with hyphens, unique
 * @param name name of the product or protocol
 * @param label protocol label of its traffic when it is recognised, or null
 * @param transports IP protocol numbers
 * @param ports single ports and ranges
 * @param allocation how it picks a port
 * @param grade how the claim is known
 * @param sources documents with their section, or code as {@code owner/repository@commit path}; at least one
 * @param corroboratedBy what else a capture or host shows if the claim holds
 * @param refutedBy evidence against it, or null
 * @param notes further facts: versions, roles of single ports
 */
public record KnownUser(
        String id,
        String name,
        @Nullable String label,
        List<Integer> transports,
        List<PortRange> ports,
        Allocation allocation,
        Grade grade,
        List<String> sources,
        String corroboratedBy,
        @Nullable String refutedBy,
        List<String> notes)
        implements RuleEntry {

    /** How a claim is known. */
    public enum Grade {
        /** Read in source code, or seen in a capture. */
        CHECKED,
        /** Stated in a document of the vendor, of a standard or of the field. */
        DOCUMENTED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public KnownUser {
        transports = List.copyOf(transports);
        ports = List.copyOf(ports);
        sources = List.copyOf(sources);
        notes = List.copyOf(notes);
    }

    void write(DataOutput out) throws IOException {
        Packed.write(out, id);
        Packed.write(out, name);
        Packed.write(out, label == null ? "" : label);
        out.writeByte(transports.size());
        for (int transport : transports) {
            out.writeByte(transport);
        }
        out.writeShort(ports.size());
        for (PortRange range : ports) {
            out.writeShort(range.from());
            out.writeShort(range.to());
        }
        out.writeByte(allocation.ordinal());
        out.writeByte(grade.ordinal());
        Packed.write(out, sources);
        Packed.write(out, corroboratedBy);
        Packed.write(out, refutedBy == null ? "" : refutedBy);
        Packed.write(out, notes);
    }

    /** Reads what {@link #write} wrote. */
    static KnownUser read(DataInput in) throws IOException {
        String id = Packed.text(in);
        String name = Packed.text(in);
        String label = Packed.text(in);
        List<Integer> transports = new ArrayList<>();
        for (int left = in.readByte(); left > 0; left--) {
            transports.add(in.readUnsignedByte());
        }
        List<PortRange> ports = new ArrayList<>();
        for (int left = in.readShort(); left > 0; left--) {
            ports.add(new PortRange(in.readUnsignedShort(), in.readUnsignedShort()));
        }
        Allocation allocation = Allocation.values()[in.readByte()];
        Grade grade = Grade.values()[in.readByte()];
        List<String> sources = Packed.read(in);
        String corroboratedBy = Packed.text(in);
        String refutedBy = Packed.text(in);
        return new KnownUser(
                id,
                name,
                label.isEmpty() ? null : label,
                transports,
                ports,
                allocation,
                grade,
                sources,
                corroboratedBy,
                refutedBy.isEmpty() ? null : refutedBy,
                Packed.read(in));
    }

    /** The ports in rows of transport, first port, last port and {@code number}. */
    List<Integer> rows(int number) {
        List<Integer> rows = new ArrayList<>();
        for (int transport : transports) {
            for (PortRange range : ports) {
                rows.addAll(List.of(transport, range.from(), range.to(), number));
            }
        }
        return rows;
    }

    KnownUser on(PortRange other) {
        return new KnownUser(
                id,
                name,
                label,
                transports,
                List.of(other),
                allocation,
                grade,
                sources,
                corroboratedBy,
                refutedBy,
                notes);
    }

    public boolean uses(int ipProtocol, int port) {
        return transports.contains(ipProtocol) && rangeOf(port) != null;
    }

    /** Returns the range of this user that contains {@code port}, or null if there is none. */
    public @Nullable PortRange rangeOf(int port) {
        for (PortRange range : ports) {
            if (range.contains(port)) {
                return range;
            }
        }
        return null;
    }

    /** Number of ports in all its ranges. */
    public int size() {
        int size = 0;
        for (PortRange range : ports) {
            size += range.size();
        }
        return size;
    }
}
