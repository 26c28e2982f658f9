package dev.periplus.report;

import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;

/** Computes ids of findings that are the same in every review of the same captures. */
public final class FindingIds {
    /** What an id looks like. */
    public static final String FORM = "F[0-9A-Za-z]{11}";

    private static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int CHARS = 11;

    private FindingIds() {}

    /**
     * Returns {@code F} and 11 base-62 characters: a hash of the rule, the label, the host and port it is about, and the uid
     * of the first flow among its examples.
     */
    public static String of(Finding finding) {
        String first = finding.examples().stream()
                .min(Comparator.comparingLong(
                                (FlowRecord record) -> record.flow().start())
                        .thenComparingLong(FlowRecord::number))
                .map(record -> new FlowIds().uidText(record.flow()))
                .orElse("");
        String about = String.join("\n", finding.id(), String.valueOf(finding.label()), finding.where(), first);
        byte[] hash = sha256(about);
        StringBuilder id = new StringBuilder("F");
        for (int i = 0; i < CHARS; i++) {
            id.append(BASE62.charAt(Byte.toUnsignedInt(hash[i]) % BASE62.length()));
        }
        return id.toString();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
