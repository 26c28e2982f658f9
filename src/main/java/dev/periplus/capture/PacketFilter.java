package dev.periplus.capture;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pcap4j.core.BpfProgram;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.Pcaps;
import org.pcap4j.packet.namednumber.DataLinkType;

/**
 * A libpcap filter expression, compiled for every link type it meets. Needs libpcap; used by one thread at a time.
 * Copies each packet into an array of about its size, because the native call copies the whole array again.
 */
final class PacketFilter implements AutoCloseable {
    private static final int[] USUAL = {
        LinkTypes.ETHERNET,
        LinkTypes.RAW,
        LinkTypes.LINUX_SLL,
        LinkTypes.IEEE_802_11_RADIOTAP,
        LinkTypes.IEEE_802_11,
        LinkTypes.NULL,
        LinkTypes.PPP
    };
    private static final int SMALLEST = 7;
    private static final int SNAP_LENGTH = 262_144;

    private final String expression;
    private final Map<Integer, BpfProgram> programs = new HashMap<>();
    private final byte[][] arrays = new byte[Integer.SIZE - SMALLEST][];
    private int currentLinkType = -1;
    private @Nullable BpfProgram current;

    /** Checks the expression, which must compile for at least one common link type. */
    PacketFilter(String expression) throws FilterException {
        this.expression = expression;
        FilterException first = null;
        for (int linkType : USUAL) {
            try {
                program(linkType);
                return;
            } catch (FilterException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** Whether the packet matches. */
    boolean accepts(byte[] bytes, int offset, int captured, int wire, int linkType) throws FilterException {
        BpfProgram program = current;
        if (program == null || linkType != currentLinkType) {
            program = program(linkType);
            current = program;
            currentLinkType = linkType;
        }
        int size = Math.max(SMALLEST, Integer.SIZE - Integer.numberOfLeadingZeros(captured));
        byte[] array = arrays[size - SMALLEST];
        if (array == null) {
            array = new byte[1 << size];
            arrays[size - SMALLEST] = array;
        }
        System.arraycopy(bytes, offset, array, 0, captured);
        return program.applyFilter(array, wire, captured);
    }

    private BpfProgram program(int linkType) throws FilterException {
        BpfProgram known = programs.get(linkType);
        if (known == null) {
            known = compile(expression, linkType);
            programs.put(linkType, known);
        }
        return known;
    }

    /** Returns what libpcap says of an expression, without the name of the function that says it. */
    static FilterException wrong(String expression, DataLinkType type, Exception e) {
        String says = String.valueOf(e.getMessage()).replaceFirst("(?i)^error occurred in \\w+\\(?\\)?:? *", "");
        return new FilterException("-f '" + expression + "' does not work for " + type.name() + ": " + says);
    }

    private static BpfProgram compile(String expression, int linkType) throws FilterException {
        DataLinkType dlt = DataLinkType.getInstance(LinkTypes.dlt(linkType));
        try (PcapHandle handle = Pcaps.openDead(dlt, SNAP_LENGTH)) {
            return handle.compileFilter(
                    expression, BpfProgram.BpfCompileMode.OPTIMIZE, PcapHandle.PCAP_NETMASK_UNKNOWN);
        } catch (LinkageError e) {
            throw new FilterException(LibpcapFailures.missing("a filter"));
        } catch (PcapNativeException | NotOpenException e) {
            throw wrong(expression, dlt, e);
        }
    }

    @Override
    public void close() {
        programs.values().forEach(BpfProgram::free);
        programs.clear();
        current = null;
    }
}
