`timescale 1ns/1ps
// SPI mode 0, most significant bit first
module spi_master #(
    parameter WIDTH = 8,
    parameter HALF  = 2
)(
    input  wire             clk,
    input  wire             rst,
    input  wire             go,
    input  wire [WIDTH-1:0] mosi_word,
    output reg  [WIDTH-1:0] miso_word,
    output reg              done,
    output reg              sclk,
    output wire             mosi,
    input  wire             miso,
    output reg              cs_n
);
    reg [WIDTH-1:0] sr;
    reg [7:0] cnt;
    reg [3:0] div;

    assign mosi = sr[WIDTH-1];

    function [WIDTH-1:0] shifted;
        input [WIDTH-1:0] word;
        input             in_bit;
        begin
            shifted = {word[WIDTH-2:0], in_bit};
        end
    endfunction

    always @(posedge clk) begin
        if (rst) begin
            sclk <= 1'b0;
            cs_n <= 1'b1;
            done <= 1'b0;
            cnt  <= 8'd0;
            div  <= 4'd0;
            sr   <= {WIDTH{1'b0}};
            miso_word <= {WIDTH{1'b0}};
        end else if (cs_n) begin
            done <= 1'b0;
            if (go) begin
                cs_n <= 1'b0;
                sr   <= mosi_word;
                cnt  <= 8'd0;
                div  <= 4'd0;
            end
        end else if (div == HALF - 1) begin
            div  <= 4'd0;
            sclk <= ~sclk;
            if (sclk) begin
                sr  <= shifted(sr, miso);
                cnt <= cnt + 8'd1;
                if (cnt == WIDTH - 1) begin
                    miso_word <= shifted(sr, miso);
                    cs_n      <= 1'b1;
                    done      <= 1'b1;
                end
            end
        end else begin
            div <= div + 4'd1;
        end
    end
endmodule
