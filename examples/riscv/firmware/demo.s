# A tour of the core: prints a greeting, computes Fibonacci numbers, sorts a table, turns a text round.
# The bench knows where the results must be.

.equ CONSOLE, 0x10000000
.equ COUNT, 20

.org 0
start:
    li   sp, 0x2000             # the stack grows down from the end of the memory
    la   a0, greeting
    call print

    # --- Fibonacci: each number is the sum of the two before it ---
    la   t0, fibonacci
    li   t1, 0
    li   t2, 1
    li   t3, COUNT
next_number:
    sw   t1, 0(t0)
    add  t4, t1, t2
    mv   t1, t2
    mv   t2, t4
    addi t0, t0, 4
    addi t3, t3, -1
    bnez t3, next_number

    la   a0, last_number
    call print
    lw   a0, -4(t0)
    call print_number

    # --- insertion sort: take one value after the other and push larger ones out of its way ---
    la   s0, table
    la   s1, table_end
    addi t0, s0, 4              # the value to insert
outer:
    bgeu t0, s1, sorted
    lw   t1, 0(t0)
    mv   t2, t0
inner:
    ble  t2, s0, place
    lw   t3, -4(t2)
    ble  t3, t1, place
    sw   t3, 0(t2)
    addi t2, t2, -4
    j    inner
place:
    sw   t1, 0(t2)
    addi t0, t0, 4
    j    outer
sorted:

    la   a0, smallest
    call print
    lw   a0, 0(s0)
    call print_number
    la   a0, largest
    call print
    lw   a0, -4(s1)
    call print_number

    # --- a text, byte by byte: swap the outer letters, then go inwards ---
    la   t0, text
    la   t1, text_end - 1
swap:
    bgeu t0, t1, swapped
    lbu  t2, 0(t0)
    lbu  t3, 0(t1)
    sb   t3, 0(t0)
    sb   t2, 0(t1)
    addi t0, t0, 1
    addi t1, t1, -1
    j    swap
swapped:
    la   a0, text
    call print
    li   a0, 0
    ebreak

# print: the text at a0, up to its zero byte.
print:
    li   t5, CONSOLE
print_next:
    lbu  t6, 0(a0)
    beqz t6, print_end
    sb   t6, 0(t5)
    addi a0, a0, 1
    j    print_next
print_end:
    ret

# print_number: a0 in decimal, with its sign, and a new line. There is no division in RV32I:
# count how often each power of ten can be taken away.
print_number:
    addi sp, sp, -4
    sw   ra, 0(sp)
    li   t5, CONSOLE
    bgez a0, positive
    li   t6, '-'
    sb   t6, 0(t5)
    neg  a0, a0
positive:
    la   t0, powers
    li   t4, 0                  # becomes 1 with the first digit that is no leading zero
digit:
    lw   t1, 0(t0)
    li   t6, '0'
take_away:
    bltu a0, t1, digit_known
    sub  a0, a0, t1
    addi t6, t6, 1
    li   t4, 1
    j    take_away
digit_known:
    addi t0, t0, 4
    li   t2, 1
    beq  t1, t2, show           # the last digit is shown in any case
    beqz t4, digit
show:
    sb   t6, 0(t5)
    bne  t1, t2, digit
    la   a0, new_line
    call print
    lw   ra, 0(sp)
    addi sp, sp, 4
    ret

.align 2
powers:
    .word 1000000000, 100000000, 10000000, 1000000, 100000, 10000, 1000, 100, 10, 1
greeting:
    .asciz "Hello from RV32I!\n"
last_number:
    .asciz "Fibonacci: "
smallest:
    .asciz "smallest:  "
largest:
    .asciz "largest:   "
new_line:
    .asciz "\n"

# --- what the bench looks at ---

.org 0x1000
fibonacci:
    .space 80

.org 0x1100
table:
    .word 83, -7, 4096, 0, 25, -1000000, 17, 17, 999, -2, 1, 64, 300000, -65, 8, 42
table_end:

.org 0x1180
text:
    .ascii "\n.siht daer nac uoY"
text_end:
    .byte 0
