package dev.periplus.rulefile;

import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Numbers of things by their names, as a hash table that the build makes and a run reads as it is. It holds hashes, not
 * names: the caller compares the name. Immutable.
 *
 * <p>How it works. A slot is a pair of the name's {@link String#hashCode} and its number plus one; 0 is empty. A name is
 * in the first slot from its hash on that was empty, and at most half of the slots are taken.
 */
public final class HashedNames {
    private final int[] slots;

    HashedNames(int[] slots) {
        this.slots = slots;
    }

    /** Compares a name. */
    public interface Named {
        boolean is(int number, String name);
    }

    /** Collects names at build time. */
    public static final class Builder {
        private final List<String> names = new ArrayList<>();
        private final List<Integer> numbers = new ArrayList<>();

        /** Adds a name; of equal names the first is found. */
        public void add(String name, int number) {
            names.add(name);
            numbers.add(number);
        }

        void write(DataOutput out) throws IOException {
            int size = Integer.highestOneBit(Math.max(1, names.size())) * 4;
            int[] slots = new int[2 * size];
            for (int i = 0; i < names.size(); i++) {
                int hash = names.get(i).hashCode();
                int at = hash & size - 1;
                while (slots[2 * at + 1] != 0) {
                    at = at + 1 & size - 1;
                }
                slots[2 * at] = hash;
                slots[2 * at + 1] = numbers.get(i) + 1;
            }
            out.writeInt(slots.length);
            for (int slot : slots) {
                out.writeInt(slot);
            }
        }
    }

    /** Returns the number of a name, or -1 if it is not in the table. */
    public int find(String name, Named named) {
        int hash = name.hashCode();
        int mask = slots.length / 2 - 1;
        for (int at = hash & mask; ; at = at + 1 & mask) {
            int number = slots[2 * at + 1] - 1;
            if (number < 0 || slots[2 * at] == hash && named.is(number, name)) {
                return number;
            }
        }
    }
}
