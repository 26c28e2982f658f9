package dev.periplus.rule;

import dev.periplus.rulefile.Packed;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One file of {@code rules/protocols/}: a label and how to recognise it.
 *
 * @param id the label
 * @param name display name
 * @param registered IANA service names of this protocol
 * @param registeredText which other registrations it bears out by their text
 * @param within the label that this one refines, or null
 * @param application the service that the label implies, or null
 * @param category purpose
 * @param handsOver name of the handover by which another protocol may follow in the same flow, or null
 * @param announces name of the announcer that listens to its flows, or null
 * @param cleartextCredentials whether passwords cross the wire in the clear
 * @param alpn its ALPN ids in TLS and QUIC (RFC 7301)
 * @param payloadIdentifiers its SCTP payload protocol identifiers (IANA, RFC 9260 section 3.3.1)
 * @param references documents with their sections
 * @param signatures at least one, unless a detector recognises the protocol
 */
public record Protocol(
        String id,
        String name,
        List<String> registered,
        RegisteredText registeredText,
        @Nullable String within,
        @Nullable String application,
        String category,
        @Nullable String handsOver,
        @Nullable String announces,
        boolean cleartextCredentials,
        List<String> alpn,
        List<Integer> payloadIdentifiers,
        List<String> references,
        List<Signature> signatures) {

    /**
     * Whether a registration is for this protocol, by the name of its service or by its text. Service names compare
     * without case (RFC 6335 section 5.1).
     *
     * @param transport IP protocol number of the registration
     */
    public boolean bearsOut(int transport, String service, String description) {
        if (service.equalsIgnoreCase(id)) {
            return true;
        }
        for (String name : registered) {
            if (service.equalsIgnoreCase(name)) {
                return true;
            }
        }
        return registeredText.fits(transport, service, description);
    }

    void write(DataOutput out) throws IOException {
        writeHead(out);
        out.writeShort(signatures.size());
        for (Signature signature : signatures) {
            signature.write(out);
        }
    }

    /** Writes all but the signatures. */
    void writeHead(DataOutput out) throws IOException {
        Packed.write(out, id);
        Packed.write(out, name);
        Packed.write(out, registered);
        registeredText.write(out);
        writeOptional(out, within);
        writeOptional(out, application);
        Packed.write(out, category);
        writeOptional(out, handsOver);
        writeOptional(out, announces);
        out.writeBoolean(cleartextCredentials);
        Packed.write(out, alpn);
        out.writeByte(payloadIdentifiers.size());
        for (int identifier : payloadIdentifiers) {
            out.writeInt(identifier);
        }
        Packed.write(out, references);
    }

    /** Reads what {@link #writeHead} wrote. */
    static Protocol read(DataInput in, List<Signature> signatures) throws IOException {
        String id = Packed.text(in);
        String name = Packed.text(in);
        List<String> registered = Packed.read(in);
        RegisteredText registeredText = RegisteredText.read(in);
        String within = readOptional(in);
        String application = readOptional(in);
        String category = Packed.text(in);
        String handsOver = readOptional(in);
        String announces = readOptional(in);
        boolean cleartextCredentials = in.readBoolean();
        List<String> alpn = Packed.read(in);
        List<Integer> payloadIdentifiers = new ArrayList<>();
        for (int left = in.readByte(); left > 0; left--) {
            payloadIdentifiers.add(in.readInt());
        }
        List<String> references = Packed.read(in);
        return new Protocol(
                id,
                name,
                registered,
                registeredText,
                within,
                application,
                category,
                handsOver,
                announces,
                cleartextCredentials,
                alpn,
                payloadIdentifiers,
                references,
                signatures);
    }

    private static void writeOptional(DataOutput out, @Nullable String text) throws IOException {
        Packed.write(out, text == null ? "" : text);
    }

    private static @Nullable String readOptional(DataInput in) throws IOException {
        String text = Packed.text(in);
        return text.isEmpty() ? null : text;
    }
}
