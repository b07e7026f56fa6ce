import { describeSuite } from "./support/official-suite.js";

describeSuite("draft2019-09", "2019-09", { leastRight: 2400, hasPairs: false });
