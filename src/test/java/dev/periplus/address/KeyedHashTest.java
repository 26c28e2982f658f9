package dev.periplus.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

/** Addresses that were chosen to collide under some fixed hash do not collide. */
class KeyedHashTest {
    private static final int MANY = 100_000;
    private static final long NET = 0x2001_0db8_0000_0000L;

    /** Of 100,000 random 32-bit hashes about one is not the only one. */
    private static void areSpread(String set, IntToLongFunction hash) {
        Set<Integer> hashes = new HashSet<>();
        for (int i = 0; i < MANY; i++) {
            hashes.add((int) hash.applyAsLong(i));
        }
        assertTrue(hashes.size() > MANY - 40, set + ": " + hashes.size() + " hashes of " + MANY);
    }

    @Test
    void addressesWhoseHalvesCancelAreSpread() {
        areSpread("high * 31 + low", i -> KeyedHash.of(NET + i, 0x1111_2222_3333_4444L - (NET + i) * 31));
        areSpread("mix(high) * 31 + low", i -> KeyedHash.of(i, 1_000_000 - 31 * Address.mix(i)));
        areSpread("high ^ low", i -> KeyedHash.of(NET + i, NET + i));
        areSpread("highest bits", i -> KeyedHash.of((long) i << 47, (long) i << 47));
        areSpread("a subnet", i -> KeyedHash.of(0, Address.MAPPED | 0x0a00_0000L + i));
    }

    @Test
    void portsThatCancelAnAddressAreSpread() {
        areSpread("low - port", i -> KeyedHash.of(NET, -(long) (i & 0xffff) + ((long) i << 40), i & 0xffff));
        areSpread("port alone", i -> KeyedHash.of(NET, i >> 16, i & 0xffff));
    }

    @Test
    void pairsThatCancelEachOtherAreSpread() {
        areSpread("a + i, b - 31 i", i -> 31 * new Address(NET, i).hashCode() + new Address(NET, -31L * i).hashCode());
        areSpread("a + i, b - i", i -> KeyedHash.of(NET, i, 1) + KeyedHash.of(NET, -(long) i, 1));
    }

    @Test
    void numbersThatAreAddedAreSpread() {
        areSpread("hash - number", i -> KeyedHash.with(-(long) i, i));
        areSpread("high half", i -> KeyedHash.with(1, (long) i << 32));
        areSpread("low half", i -> KeyedHash.with(1, i));
    }

    @Test
    void aHashDependsOnTheRunOnlyByItsKeys() {
        assertEquals(KeyedHash.of(1, 2, 3), KeyedHash.of(1, 2, 3));
        assertNotEquals(KeyedHash.of(1, 2, 3), KeyedHash.of(1, 2, 4));
        assertNotEquals(HashKeys.draw(4)[0], HashKeys.draw(4)[0]);
        for (long key : HashKeys.draw(100)) {
            assertEquals(1, key & 1, "odd");
        }
    }
}
