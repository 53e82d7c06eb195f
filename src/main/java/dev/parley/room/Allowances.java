package dev.parley.room;

/**
 * How much one person may still do, which whoever takes its place inherits.
 *
 * @param messages how much it may still say
 * @param moves how often it may still do what makes work for others and is no message
 */
record Allowances(Allowance messages, Allowance moves) {

    /** Full ones. Whoever comes back to all its rooms at once moves no more than it may. */
    static Allowances of(HouseRules rules) {
        return new Allowances(
                new Allowance(rules.rate(), rules.burst(), System::nanoTime),
                new Allowance(rules.rate(), rules.burst() + 2 * rules.roomsPerPerson(), System::nanoTime));
    }
}
