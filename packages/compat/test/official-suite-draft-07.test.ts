import { describeSuite } from "./official-suite.js";

describeSuite("draft7", "draft-07", 2500);
