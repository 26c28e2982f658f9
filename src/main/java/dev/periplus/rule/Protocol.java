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
 * @param name for people
 * @param registered IANA service names that mean this protocol
 * @param within the label that this one refines, or null
 * @param application the service that the label implies, or null
 * @param category what it is for
 * @param handsOver how another protocol may follow in the same flow: the word of a handover, or ""
 * @param announces how it announces other flows: the word of an announcer, or ""
 * @param cleartextCredentials true where passwords cross the wire in the clear
 * @param alpn the ids by which TLS and QUIC name it (RFC 7301)
 * @param references documents and sections
 * @param signatures at least one, except for protocols that a detector recognises
 */
public record Protocol(
        String id,
        String name,
        List<String> registered,
        @Nullable String within,
        @Nullable String application,
        String category,
        String handsOver,
        String announces,
        boolean cleartextCredentials,
        List<String> alpn,
        List<String> references,
        List<Signature> signatures) {

    void write(DataOutput out) throws IOException {
        out.writeUTF(id);
        out.writeUTF(name);
        Packed.write(out, registered);
        out.writeUTF(within == null ? "" : within);
        out.writeUTF(application == null ? "" : application);
        out.writeUTF(category);
        out.writeUTF(handsOver);
        out.writeUTF(announces);
        out.writeBoolean(cleartextCredentials);
        Packed.write(out, alpn);
        Packed.write(out, references);
        out.writeShort(signatures.size());
        for (Signature signature : signatures) {
            signature.write(out);
        }
    }

    /** What {@link #write} wrote; without examples. */
    static Protocol read(DataInput in) throws IOException {
        String id = in.readUTF();
        String name = in.readUTF();
        List<String> registered = Packed.read(in);
        String within = in.readUTF();
        String application = in.readUTF();
        String category = in.readUTF();
        String handsOver = in.readUTF();
        String announces = in.readUTF();
        boolean cleartextCredentials = in.readBoolean();
        List<String> alpn = Packed.read(in);
        List<String> references = Packed.read(in);
        List<Signature> signatures = new ArrayList<>();
        for (int left = in.readShort(); left > 0; left--) {
            signatures.add(Signature.read(id, in));
        }
        return new Protocol(
                id,
                name,
                registered,
                within.isEmpty() ? null : within,
                application.isEmpty() ? null : application,
                category,
                handsOver,
                announces,
                cleartextCredentials,
                alpn,
                references,
                signatures);
    }
}
