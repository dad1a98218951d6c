# Every instruction of RV32I with operands that are easy to get wrong.
# s0 counts the checks. At the end a0 is 0, or the number of the check that failed; s1 then holds what it found.

.macro expect register, value
    addi s0, s0, 1
    mv   s1, \register
    li   s2, \value
    bne  s1, s2, failed
.endm

.macro rr op, a, b, value           # register with register
    li   t0, \a
    li   t1, \b
    \op  t2, t0, t1
    expect t2, \value
.endm

.macro ri op, a, b, value           # register with immediate
    li   t0, \a
    \op  t2, t0, \b
    expect t2, \value
.endm

.macro taken op, a, b               # a branch that must be taken, over something that must not happen
    li   t0, \a
    li   t1, \b
    li   t2, 1
    \op  t0, t1, . + 12
    li   t2, 2
    nop
    expect t2, 1
.endm

.macro not_taken op, a, b
    li   t0, \a
    li   t1, \b
    li   t2, 1
    \op  t0, t1, . + 8
    li   t2, 2
    expect t2, 2
.endm

.org 0
    li   s0, 0

    # x0 stays zero, whatever is written to it.
    li   x0, 5
    expect x0, 0

    rr add,  5, -7, -2
    rr add,  0x7fffffff, 1, -0x80000000
    rr sub,  5, 7, -2
    rr sub,  -0x80000000, 1, 0x7fffffff
    rr sll,  1, 31, -0x80000000
    rr sll,  0x12345678, 36, 0x23456780     # only the five lowest bits count
    rr slt,  -1, 1, 1
    rr slt,  1, -1, 0
    rr slt,  -0x80000000, 0x7fffffff, 1
    rr sltu, -1, 1, 0
    rr sltu, 1, -1, 1
    rr sltu, 7, 7, 0
    rr xor,  0x0ff00ff0, 0x00ffff00, 0x0f0ff0f0
    rr srl,  -0x80000000, 31, 1
    rr srl,  -16, 36, 0x0fffffff
    rr sra,  -0x80000000, 31, -1
    rr sra,  0x40000000, 4, 0x04000000
    rr sra,  -16, 2, -4
    rr or,   0x0ff00ff0, 0x00ffff00, 0x0ffffff0
    rr and,  0x0ff00ff0, 0x00ffff00, 0x00f00f00

    ri addi,  5, -7, -2
    ri addi,  0, -2048, -2048
    ri addi,  0x7fffffff, 2047, -0x7ffff802
    ri slti,  -5, -4, 1
    ri slti,  3, -4, 0
    ri sltiu, 3, -4, 1                      # -4 becomes a very large number
    ri sltiu, 5, 4, 0
    ri xori,  0x0ff00ff0, -1, -0x0ff00ff1
    ri ori,   0x0ff00ff0, 0x70f, 0x0ff00fff
    ri andi,  0x0ff00ff0, 0x70f, 0x00000700
    ri slli,  1, 31, -0x80000000
    ri srli,  -1, 28, 15
    ri srai,  -0x80000000, 28, -8
    ri srai,  0x7fffffff, 28, 7

    lui  t0, 0xfffff
    expect t0, -4096
    lui  t0, 0x80000
    expect t0, -0x80000000
here:
    auipc t0, 0
    expect t0, here
there:
    auipc t0, 0x12345
    li   t1, 0x12345000
    sub  t0, t0, t1
    expect t0, there

    taken     beq,  3, 3
    not_taken beq,  3, -3
    taken     bne,  3, -3
    not_taken bne,  3, 3
    taken     blt,  -1, 1
    not_taken blt,  1, -1
    not_taken blt,  1, 1
    taken     bge,  1, -1
    taken     bge,  1, 1
    not_taken bge,  -1, 1
    taken     bltu, 1, -1
    not_taken bltu, -1, 1
    taken     bgeu, -1, 1
    taken     bgeu, 1, 1
    not_taken bgeu, 1, -1

    # A branch backwards: three rounds.
    li   t0, 3
    li   t1, 0
round:
    addi t1, t1, 1
    addi t0, t0, -1
    bnez t0, round
    expect t1, 3

    # Jumps keep the address of what follows them.
    jal  t0, over
back:
    j    after
over:
    expect t0, back
    jalr t1, 0(t0)
after:
    la   t2, link
    li   t1, 0
    jalr t1, 1(t2)                          # the lowest bit of the target is dropped
    j    failed
link:
    auipc t3, 0
    expect t3, link
    addi t1, t1, 4
    expect t1, link

    # Branches over almost all of their range, there and back.
    li   t0, 0
    beqz x0, far_away
returned:
    expect t0, 7

    # Loads: sign or zero above what is loaded, from each place in a word.
    la   a1, data
    lw   t0, 0(a1)
    expect t0, -0x7f010280                  # bytes 80 fd fe 80, the lowest first
    lb   t0, 0(a1)
    expect t0, -128
    lb   t0, 1(a1)
    expect t0, -3
    lbu  t0, 2(a1)
    expect t0, 254
    lbu  t0, 3(a1)
    expect t0, 128
    lb   t0, 4(a1)
    expect t0, 0x7f
    lh   t0, 0(a1)
    expect t0, -640
    lhu  t0, 2(a1)
    expect t0, 0x80fe
    lh   t0, 2(a1)
    expect t0, -0x7f02
    lhu  t0, 4(a1)
    expect t0, 0x017f
    lw   t0, -4(a1)                         # a negative offset
    expect t0, 0x13579bdf

    # Stores change their own bytes and no others.
    li   t0, -1
    sw   t0, 8(a1)
    li   t0, 0x12345678
    sb   t0, 9(a1)
    lw   t1, 8(a1)
    expect t1, -0x8701                      # ffff78ff
    sh   t0, 10(a1)
    lw   t1, 8(a1)
    expect t1, 0x567878ff
    sb   t0, 11(a1)
    sb   t0, 8(a1)
    lw   t1, 8(a1)
    expect t1, 0x78787878
    sh   t0, 8(a1)
    lw   t1, 8(a1)
    expect t1, 0x78785678
    sw   t0, 12(a1)
    lw   t1, 12(a1)
    addi t1, t1, 1                          # uses what was loaded just before
    expect t1, 0x12345679
    lw   t1, 16(a1)
    expect t1, 0

    # The cycle counter: a load takes two cycles, everything else one.
    li   a2, 0x10000004
    lw   t0, 0(a2)
    lw   t1, 0(a2)
    nop
    lw   t2, 0(a2)
    sub  t2, t2, t1
    sub  t1, t1, t0
    expect t1, 2
    expect t2, 3

    sw   t0, 0(a2)                          # the counter is no console: nothing is printed
    fence
    li   a0, 0
    ebreak

failed:
    mv   a0, s0
    ebreak

.org 0x1500
far_away:
    li   t0, 7
    beqz x0, returned

.org 0x1f00
    .word 0x13579bdf
data:
    .byte 0x80, 0xfd, 0xfe, 0x80, 0x7f, 0x01, 0, 0
    .word 0, 0, 0
