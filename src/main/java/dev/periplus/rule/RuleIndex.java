package dev.periplus.rule;

import java.util.ArrayList;
import java.util.List;

/** Which signatures of one transport can match a message that begins with a given byte. */
final class RuleIndex {
    private final Signature[][] byFirstByte = new Signature[256][];

    RuleIndex(List<Signature> signatures) {
        List<FirstBytes> firsts = signatures.stream().map(Signature::first).toList();
        for (int value = 0; value < 256; value++) {
            List<Signature> possible = new ArrayList<>();
            for (int i = 0; i < signatures.size(); i++) {
                if (firsts.get(i).has(value)) {
                    possible.add(signatures.get(i));
                }
            }
            byFirstByte[value] = possible.toArray(Signature[]::new);
        }
    }

    Signature[] candidates(int firstByte) {
        return byFirstByte[firstByte];
    }
}
